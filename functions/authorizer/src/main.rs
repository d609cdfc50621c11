//! The Lambda `authorizer`: tells API Gateway who is calling, for the REST and the WebSocket API.

use lambda_runtime::{Diagnostic, Error, LambdaEvent, service_fn};
use lectern_api::auth::AuthError;
use lectern_aws::Settings;
use lectern_lambda::Question;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lectern_telemetry::start();
    let settings = Settings::from_environment()?;
    let authority = lectern_lambda::authority(&settings)?;
    let authority = &authority;
    lambda_runtime::run(service_fn(|event: LambdaEvent<Question>| async move {
        let question = event.payload;
        let outcome = match question.token() {
            Some(token) => authority.verify(token).await,
            None => Err(AuthError::Missing),
        };
        outcome.map(|caller| question.allow(&caller)).map_err(|error| match error {
            // The one message that API Gateway turns into 401; every other becomes 500.
            AuthError::Missing | AuthError::Invalid(_) => {
                Diagnostic { error_type: "Unauthorized".to_owned(), error_message: "Unauthorized".to_owned() }
            }
            AuthError::Unavailable(_) => Diagnostic {
                error_type: lectern_pipeline::UNAVAILABLE.to_owned(),
                error_message: lectern_pipeline::error_chain(&error),
            },
        })
    }))
    .await
}
