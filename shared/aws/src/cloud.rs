use std::{sync::Arc, time::Duration};

use aws_config::{
    BehaviorVersion, SdkConfig,
    retry::RetryConfig,
    timeout::{TimeoutConfig, TimeoutConfigBuilder},
};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use lectern_host::{OsRandomness, SystemClock};
use lectern_pipeline::{Clock, studio::Studio};

use crate::{
    DynamoRecords, EventBus, Executions, FilmSigner, FunctionPlanner, QueueLauncher, Redelivery, RelayQueue, S3Films,
    S3Objects, S3Uploads, Settings, Sockets, sockets::SEND_TIMEOUT,
};

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a request may take that moves no files. DynamoDB and the queues answer in milliseconds.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(5);
/// The same with its retries.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(20);
/// How long S3 may take to answer, the sending of a part included; the transfer of what it answers is watched by the SDK's
/// protection against stalled streams.
const TRANSFER_TIMEOUT: Duration = Duration::from_secs(120);
/// Tries of a request in all.
const TRIES: u32 = 4;
/// Longest first pause between tries.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The ports on AWS, put together. Clients are made when an adapter is asked for and share their connections.
#[derive(Clone, Debug)]
pub struct Cloud {
    settings: Arc<Settings>,
    config: SdkConfig,
    path_style: bool,
}

impl Cloud {
    /// Connects with the region, the credentials and, for an emulator, the endpoint of the environment, as all AWS tools read them
    /// (`AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`, `AWS_ENDPOINT_URL` …). Nothing is sent yet.
    pub async fn connect(settings: Settings) -> Self {
        // Certificates are read when the first client is made.
        let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let config = aws_config::defaults(BehaviorVersion::latest()).http_client(http).load().await;
        Self::with_config(settings, config)
    }

    /// Connects with a configuration of the caller's, which brings its HTTP client. Buckets are addressed by path if it has an
    /// endpoint.
    pub fn with_config(settings: Settings, config: SdkConfig) -> Self {
        // Emulators have one host name; only AWS has one for each bucket.
        let path_style = config.endpoint_url().is_some() || std::env::var_os("AWS_ENDPOINT_URL_S3").is_some();
        let retries = RetryConfig::standard().with_max_attempts(TRIES).with_initial_backoff(FIRST_PAUSE);
        let timeouts = timeouts(ATTEMPT_TIMEOUT).operation_timeout(OPERATION_TIMEOUT).build();
        let config = config.into_builder().retry_config(retries).timeout_config(timeouts).build();
        Self { settings: Arc::new(settings), config, path_style }
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What the steps of a production share.
    pub fn studio(&self) -> Studio {
        Studio {
            records: Arc::new(self.records()),
            documents: Arc::new(self.documents()),
            artifacts: Arc::new(self.artifacts()),
            broadcast: Arc::new(self.broadcast()),
            clock: self.clock(),
        }
    }

    /// Projects and generations.
    pub fn records(&self) -> DynamoRecords {
        let client = aws_sdk_dynamodb::Client::new(&self.config);
        DynamoRecords::new(client, &self.settings.table, Arc::new(OsRandomness))
    }

    /// What users handed in.
    pub fn documents(&self) -> S3Objects {
        S3Objects::new(self.s3(), &self.settings.documents_bucket, &self.settings.scratch)
    }

    /// Outputs of the steps.
    pub fn artifacts(&self) -> S3Objects {
        S3Objects::new(self.s3(), &self.settings.artifacts_bucket, &self.settings.scratch)
    }

    /// Finished films, published from the artifacts.
    pub fn films(&self) -> S3Films {
        let films = S3Films::new(self.s3(), &self.settings.films_bucket, &self.settings.artifacts_bucket);
        match &self.settings.film_delivery {
            Some(delivery) => {
                let secrets = aws_sdk_secretsmanager::Client::new(&self.config);
                films.signed_by(FilmSigner::new(delivery.clone(), secrets, self.clock()))
            }
            None => films,
        }
    }

    /// Files on their way in.
    pub fn uploads(&self) -> S3Uploads {
        S3Uploads::new(self.s3(), &self.settings.uploads_bucket)
    }

    /// Sets productions going by the intake queue, and stops them.
    pub fn launcher(&self) -> QueueLauncher {
        let queue = aws_sdk_sqs::Client::new(&self.config);
        let batch = aws_sdk_batch::Client::new(&self.config);
        QueueLauncher::new(queue, batch, self.executions(), &self.settings)
    }

    /// Plans and lints for the API, which lets nobody wait longer than `wait`.
    pub fn planner(&self, wait: Duration) -> FunctionPlanner {
        FunctionPlanner::new(aws_sdk_lambda::Client::new(&self.config), self.settings.preview_function.clone(), wait)
    }

    /// Executions of the state machine.
    pub fn executions(&self) -> Executions {
        Executions::new(aws_sdk_sfn::Client::new(&self.config), self.settings.state_machine_arn.clone())
    }

    /// The event bus.
    pub fn broadcast(&self) -> EventBus {
        EventBus::new(aws_sdk_eventbridge::Client::new(&self.config), &self.settings.event_bus)
    }

    /// What is to be told to sockets and webhooks.
    pub fn relay_queue(&self) -> RelayQueue {
        RelayQueue::new(aws_sdk_sqs::Client::new(&self.config), self.settings.relay_queue_url.clone())
    }

    /// When messages of the intake queue come again.
    pub fn intake_redelivery(&self) -> Redelivery {
        self.redelivery(Some(self.settings.intake_queue_url.clone()))
    }

    /// When messages of the relay queue come again.
    pub fn relay_redelivery(&self) -> Redelivery {
        self.redelivery(self.settings.relay_queue_url.clone())
    }

    fn redelivery(&self, queue_url: Option<String>) -> Redelivery {
        Redelivery::new(aws_sdk_sqs::Client::new(&self.config), queue_url, self.settings.retry_secs)
    }

    /// WebSocket connections.
    pub fn sockets(&self) -> Sockets {
        let mut config = aws_sdk_apigatewaymanagement::config::Builder::from(&self.config);
        config.set_endpoint_url(self.settings.socket_endpoint.clone());
        config.set_timeout_config(Some(timeouts(ATTEMPT_TIMEOUT).operation_timeout(SEND_TIMEOUT).build()));
        let gateway = self.settings.socket_endpoint.is_some();
        let gateway = gateway.then(|| aws_sdk_apigatewaymanagement::Client::from_conf(config.build()));
        let table = aws_sdk_dynamodb::Client::new(&self.config);
        Sockets::new(table, &self.settings.table, gateway, self.clock(), Arc::new(OsRandomness))
    }

    /// The time.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::new(SystemClock::default())
    }

    fn s3(&self) -> aws_sdk_s3::Client {
        let timeouts = timeouts(TRANSFER_TIMEOUT).disable_operation_timeout().build();
        let config = aws_sdk_s3::config::Builder::from(&self.config);
        aws_sdk_s3::Client::from_conf(config.force_path_style(self.path_style).timeout_config(timeouts).build())
    }
}

fn timeouts(attempt: Duration) -> TimeoutConfigBuilder {
    TimeoutConfig::builder().connect_timeout(CONNECT_TIMEOUT).operation_attempt_timeout(attempt)
}
