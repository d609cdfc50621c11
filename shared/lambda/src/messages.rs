use std::error::Error as StdError;

use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use lectern_aws::Redelivery;
use lectern_pipeline::error_chain;

/// Runs a function that takes messages from a queue, one after the other. One that fails goes back to the queue alone, to come
/// again after a while, and after its last try to the dead-letter queue; the others of its batch are done with.
///
/// # Errors
/// When the Lambda runtime ends.
pub async fn run_messages<E: StdError>(
    redelivery: Redelivery,
    work: impl AsyncFn(&SqsMessage) -> Result<(), E>,
) -> Result<(), Error> {
    let (work, redelivery) = (&work, &redelivery);
    lambda_runtime::run(service_fn(|event: LambdaEvent<SqsEvent>| async move {
        let mut response = SqsBatchResponse::default();
        for message in &event.payload.records {
            let id = message.message_id.clone().unwrap_or_default();
            if let Err(error) = work(message).await {
                tracing::error!(message = %id, error = error_chain(&error), "message failed; the queue will bring it again");
                send_back(message, redelivery).await;
                let mut failure = BatchItemFailure::default();
                failure.item_identifier = id;
                response.batch_item_failures.push(failure);
            }
        }
        Ok::<_, Error>(response)
    }))
    .await
}

async fn send_back(message: &SqsMessage, redelivery: &Redelivery) {
    let count = message.attributes.get("ApproximateReceiveCount").and_then(|count| count.parse().ok()).unwrap_or(1);
    if let Err(error) = redelivery.again(message.receipt_handle.as_deref().unwrap_or_default(), count).await {
        // It comes again all the same, only later.
        tracing::warn!(error = error_chain(&error), "the queue brings the message again when its visibility ends");
    }
}
