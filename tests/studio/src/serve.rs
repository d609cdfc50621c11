use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::{AUDIENCE, Client, ISSUER, Place, SECRET, program, token};

/// `lectern serve` on a free port, with its data in a folder.
pub struct Serve {
    child: Child,
    address: String,
}

impl Serve {
    /// Starts it and waits until it tells its address. Tokens of the tests are accepted.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(data: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(program("lectern"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(arguments)
            .env("LECTERN_JWT_SECRET", SECRET)
            .env("LECTERN_JWT_ISSUER", ISSUER)
            .env("LECTERN_JWT_AUDIENCE", AUDIENCE)
            .stdout(Stdio::piped())
            .spawn()
            .expect("lectern serve starts");
        let stdout = BufReader::new(child.stdout.take().expect("standard output is piped"));
        // The first line on standard output is the address: what a script needs to go on.
        let address = stdout.lines().next().expect("the address").expect("text");
        Self { child, address }
    }

    /// Kills it as a crash would.
    ///
    /// # Panics
    /// When it is gone already.
    pub fn kill(mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it ends");
    }

    /// Asks it to stop and waits until it has; its exit code.
    ///
    /// # Panics
    /// When it is gone already.
    pub fn stop(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs").success());
        self.child.wait().expect("it ends").code()
    }
}

impl Place for Serve {
    fn client(&self, user_id: &str, role: &str) -> Client {
        Client::new(&self.address, Some(token(user_id, role)))
    }

    fn stranger(&self) -> Client {
        Client::new(&self.address, None)
    }

    fn events(&self, project: &str, client: &Client, after: u64) -> String {
        let token = client.token().unwrap_or_default();
        let base = self.address.replacen("http", "ws", 1);
        format!("{base}/ws/projects/{project}?after={after}&access_token={token}")
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        // Gone already after `kill` and `stop`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
