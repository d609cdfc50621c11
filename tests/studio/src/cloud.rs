use std::{
    fs,
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{AUDIENCE, Client, ISSUER, Place, SECRET, aws::Aws, program::target, repository, token};

/// The studio on AWS, as the synthesized templates deploy it into the emulator: real functions, real jobs.
pub struct Cloud {
    /// The emulator's services.
    pub aws: Aws,
    outputs: Value,
    environment: Value,
    folder: TempDir,
    faults: Mutex<Value>,
    emulator: Child,
}

/// How long the emulator may take to answer for the first time.
const START_LIMIT: Duration = Duration::from_secs(60);

impl Cloud {
    /// The cloud that the tests of one program share. It ends with the program.
    ///
    /// # Panics
    /// When it cannot be deployed; `make test` builds what is needed.
    pub fn shared() -> &'static Self {
        static CLOUD: OnceLock<Cloud> = OnceLock::new();
        CLOUD.get_or_init(Self::deploy)
    }

    fn deploy() -> Self {
        let (packages, templates) = (target().join("lambda"), target().join("cdk"));
        for needed in [packages.join("api/bootstrap"), templates.join("manifest.json")] {
            assert!(needed.exists(), "{} is not there; `make test` makes it", needed.display());
        }
        let folder = tempfile::tempdir().expect("a folder");
        let port = free_port();
        let log = fs::File::create(folder.path().join("emulator.log")).expect("a log");
        let emulator = repository().join("tests/emulator");
        let emulator_process = Command::new(emulator.join("start.sh"))
            .arg(port.to_string())
            .arg(folder.path())
            .arg(packages.join("jobs"))
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .spawn()
            .expect("the emulator starts");
        let began = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(began.elapsed() < START_LIMIT, "the emulator does not answer: {}", folder.path().display());
            std::thread::yield_now();
        }
        let endpoint = format!("http://127.0.0.1:{port}");
        let output = Command::new(python())
            .arg(emulator.join("deploy.py"))
            .arg(&endpoint)
            .args([&templates, &packages])
            .env("LECTERN_JWT_SECRET", SECRET)
            .env("LECTERN_JWT_ISSUER", ISSUER)
            .env("LECTERN_JWT_AUDIENCE", AUDIENCE)
            .stderr(Stdio::inherit())
            .output()
            .expect("deploy.py runs");
        assert!(output.status.success(), "the templates cannot be deployed");
        let deployed: Value = serde_json::from_slice(&output.stdout).expect("deploy.py prints JSON");
        Self {
            aws: Aws::at(&endpoint),
            outputs: deployed["outputs"].clone(),
            environment: deployed["environment"].clone(),
            folder,
            faults: Mutex::new(json!({})),
            emulator: emulator_process,
        }
    }

    /// A name that functions are told: `LECTERN_FILMS_BUCKET` …
    ///
    /// # Panics
    /// When there is none.
    pub fn name(&self, variable: &str) -> &str {
        self.environment[variable].as_str().unwrap_or_else(|| panic!("no {variable} in {}", self.environment))
    }

    /// Address of a queue by its name without the environment's prefix: `intake`, `intake-dead` …
    pub fn queue(&self, name: &str) -> String {
        let intake = self.name("LECTERN_INTAKE_QUEUE_URL");
        format!("{}{name}", intake.strip_suffix("intake").unwrap_or(intake))
    }

    /// Has the hosts of the first `attempts` attempts of jobs whose name is like `pattern` lost in the middle of their work.
    pub fn lose_hosts(&self, pattern: &str, attempts: u32) {
        self.change_faults(|faults| faults["lost"][pattern] = attempts.into());
    }

    /// Keeps jobs whose name is like `pattern` waiting for a host until they are let go.
    pub fn hold(&self, pattern: &str) {
        self.change_faults(|faults| match faults["held"].as_array_mut() {
            Some(held) => held.push(pattern.into()),
            None => faults["held"] = json!([pattern]),
        });
    }

    /// Lets jobs go that were held by this pattern.
    pub fn let_go(&self, pattern: &str) {
        self.change_faults(|faults| {
            if let Some(held) = faults["held"].as_array_mut() {
                held.retain(|other| other != pattern);
            }
        });
    }

    fn change_faults(&self, change: impl FnOnce(&mut Value)) {
        // Tests run at once and share the file.
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut faults);
        let file = self.folder.path().join("faults.json");
        let draft = file.with_extension("new");
        fs::write(&draft, faults.to_string()).expect("the faults are written");
        fs::rename(draft, file).expect("the faults are put in place");
    }

    /// Output of a generation's jobs, for the message of a failed test.
    pub fn job_logs(&self, generation: &str) -> String {
        let logs = fs::read_dir(self.folder.path().join("jobs")).into_iter().flatten().flatten();
        logs.filter(|log| log.file_name().to_string_lossy().contains(generation))
            .map(|log| fs::read_to_string(log.path()).unwrap_or_default())
            .collect()
    }

    fn api(&self, output: &str) -> String {
        let id = self.outputs[output].as_str().unwrap_or_else(|| panic!("no {output} in {}", self.outputs));
        format!("{}/_aws/execute-api/{id}/live", self.aws.endpoint())
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        // The shared one is never dropped: its emulator watches this process and ends with it.
        let _ = self.emulator.kill();
        let _ = self.emulator.wait();
    }
}

impl Place for Cloud {
    fn client(&self, user_id: &str, role: &str) -> Client {
        Client::new(&self.api("RestApiId"), Some(token(user_id, role)))
    }

    fn stranger(&self) -> Client {
        Client::new(&self.api("RestApiId"), None)
    }

    fn events(&self, project: &str, client: &Client, after: u64) -> String {
        let base = self.api("WebSocketApiId").replacen("http", "ws", 1);
        format!("{base}?project={project}&after={after}&access_token={}", client.token().unwrap_or_default())
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn python() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    cache.expect("a home folder").join("lectern/emulator/bin/python")
}
