use std::{
    env, fs,
    net::{Ipv4Addr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_s3::config::Credentials;
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use lectern_aws::{Cloud, Settings};
use tempfile::TempDir;

use super::Browser;

const REGION: &str = "us-east-1";
/// Also the access key: the emulator takes a key of twelve digits for an account.
pub const ACCOUNT: &str = "123456789012";
const SECRET: &str = "secret";
/// How long the emulator may take to answer, on a machine that is busy compiling.
const START_TIMEOUT: Duration = Duration::from_secs(120);

/// A running ministack with folders of its own, stopped when dropped.
///
/// It is the program that `LECTERN_EMULATOR` names (ministack itself, or a Python that has it), or the one that
/// `tests/emulator/setup.sh` has put into the user's cache folder.
#[derive(Debug)]
pub struct Emulator {
    process: Child,
    address: String,
    folder: TempDir,
}

impl Emulator {
    /// Starts an emulator that lets everybody do everything, and waits until it answers.
    pub async fn start() -> Self {
        Self::start_with(false).await
    }

    /// The same, but requests without a right signature are refused.
    pub async fn start_strict() -> Self {
        Self::start_with(true).await
    }

    async fn start_with(strict: bool) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (objects, state) = (folder.path().join("s3"), folder.path().join("state"));
        for folder in [&objects, &state] {
            fs::create_dir(folder).expect("a folder");
        }
        let log = fs::File::create(folder.path().join("log")).expect("a log");
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.local_addr());
        let port = port.expect("a free port").port();
        let process = program()
            .env("GATEWAY_PORT", port.to_string())
            .env("MINISTACK_REGION", REGION)
            .env("MINISTACK_ACCOUNT_ID", ACCOUNT)
            .env("AUTH", strict.to_string())
            .env("AWS_ACCESS_KEY_ID", ACCOUNT)
            .env("AWS_SECRET_ACCESS_KEY", SECRET)
            .env("S3_DATA_DIR", &objects)
            .env("STATE_DIR", &state)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the same log"))
            .stderr(log)
            .spawn()
            .expect("the emulator starts: tests/emulator/setup.sh installs it, LECTERN_EMULATOR names another");
        let mut emulator = Self { process, address: format!("http://127.0.0.1:{port}"), folder };
        emulator.wait_until_it_answers().await;
        emulator
    }

    /// Waits until `look` gives something.
    pub async fn wait_for<T, F: Future<Output = Option<T>>>(&self, what: &str, look: impl Fn() -> F) -> T {
        let started = Instant::now();
        let mut ticks = tokio::time::interval(Duration::from_millis(50));
        loop {
            if let Some(found) = look().await {
                return found;
            }
            assert!(started.elapsed() < START_TIMEOUT, "{what} did not come");
            ticks.tick().await;
        }
    }

    async fn wait_until_it_answers(&mut self) {
        let health = format!("{}/_ministack/health", self.address);
        let started = Instant::now();
        let mut ticks = tokio::time::interval(Duration::from_millis(50));
        let browser = Browser::default();
        while !browser.open(&health).await.is_some_and(|response| response.status().is_success()) {
            let ended = self.process.try_wait().expect("a process of ours");
            let log = || fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(ended.is_none(), "the emulator ended: {ended:?}\n{}", log());
            assert!(started.elapsed() < START_TIMEOUT, "the emulator does not answer\n{}", log());
            ticks.tick().await;
        }
    }

    /// Its address, `http://127.0.0.1:<port>`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The ARN of something that its service names by its name alone.
    pub fn arn(&self, service: &str, name: &str) -> String {
        format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{name}")
    }

    /// A new folder, gone with the emulator.
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.folder.path().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    /// How clients reach it.
    pub async fn config(&self) -> SdkConfig {
        let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .region(Region::from_static(REGION))
            .credentials_provider(Credentials::new(ACCOUNT, SECRET, None, None, "tests"))
            .endpoint_url(&self.address)
            .load()
            .await
    }

    /// Settings that name what the `create_…` functions make.
    pub fn settings(&self) -> Settings {
        let variable = |name: &str| {
            let value = match name {
                "LECTERN_INTAKE_QUEUE_URL" => format!("{}/{ACCOUNT}/intake", self.address),
                "LECTERN_SCRATCH" => self.folder("scratch").display().to_string(),
                "LECTERN_TABLE" | "LECTERN_EVENT_BUS" => "lectern".to_owned(),
                name => name.strip_prefix("LECTERN_")?.strip_suffix("_BUCKET")?.to_lowercase(),
            };
            Some(value)
        };
        Settings::read(&variable).expect("everything required is there")
    }

    /// The ports on this emulator, after `change`s of the settings.
    pub async fn cloud(&self, change: impl FnOnce(&mut Settings)) -> Cloud {
        let mut settings = self.settings();
        change(&mut settings);
        Cloud::with_config(settings, self.config().await)
    }

    /// Makes the four buckets.
    pub async fn create_buckets(&self) {
        let config = aws_sdk_s3::config::Builder::from(&self.config().await).force_path_style(true).build();
        let client = aws_sdk_s3::Client::from_conf(config);
        for bucket in ["artifacts", "documents", "films", "uploads"] {
            client.create_bucket().bucket(bucket).send().await.expect("a bucket");
        }
    }

    /// Makes the table.
    pub async fn create_table(&self) {
        use aws_sdk_dynamodb::types::{
            AttributeDefinition, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType, TimeToLiveSpecification,
        };
        let client = aws_sdk_dynamodb::Client::new(&self.config().await);
        let mut create = client.create_table().table_name("lectern").billing_mode(BillingMode::PayPerRequest);
        for (name, role) in [("pk", KeyType::Hash), ("sk", KeyType::Range)] {
            let definition = AttributeDefinition::builder().attribute_name(name);
            let definition = definition.attribute_type(ScalarAttributeType::S).build().expect("a complete definition");
            let element = KeySchemaElement::builder().attribute_name(name).key_type(role).build();
            create = create.attribute_definitions(definition).key_schema(element.expect("a complete element"));
        }
        create.send().await.expect("a table");
        let expiry = TimeToLiveSpecification::builder().enabled(true).attribute_name("expires").build();
        let expiry = expiry.expect("a complete specification");
        let expiry = client.update_time_to_live().table_name("lectern").time_to_live_specification(expiry);
        expiry.send().await.expect("expiry");
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program() -> Command {
    let given = env::var_os("LECTERN_EMULATOR").map(PathBuf::from);
    let program = given.unwrap_or_else(|| {
        let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
        let cache = cache.or_else(home).expect("a cache folder or a home");
        cache.join("lectern/emulator/bin/ministack")
    });
    let is_python = program.file_name().is_some_and(|name| name.to_string_lossy().starts_with("python"));
    let mut command = Command::new(program);
    if is_python {
        command.args(["-m", "ministack"]);
    }
    command
}
