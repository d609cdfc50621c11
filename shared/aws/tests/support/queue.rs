use super::Emulator;

impl Emulator {
    /// Makes a queue and tells its address.
    pub async fn create_queue(&self, name: &str) -> String {
        let queues = aws_sdk_sqs::Client::new(&self.config().await);
        let created = queues.create_queue().queue_name(name).send().await.expect("a queue");
        created.queue_url.expect("its address")
    }

    /// Waits for a message of a queue, takes it out, and gives its body.
    pub async fn receive(&self, queue_url: &str) -> String {
        let queues = aws_sdk_sqs::Client::new(&self.config().await);
        let message = self
            .wait_for("a message", || async {
                let received = queues.receive_message().queue_url(queue_url).wait_time_seconds(1).send().await;
                received.expect("the queue answers").messages.unwrap_or_default().pop()
            })
            .await;
        let receipt = message.receipt_handle.expect("a receipt");
        queues.delete_message().queue_url(queue_url).receipt_handle(receipt).send().await.expect("it is taken out");
        message.body.expect("a body")
    }
}
