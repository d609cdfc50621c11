import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge';
import { Studio } from './studio';

/** Tries before a message is set aside. */
export const MAX_RECEIVES = 5;

/** How long the function behind a queue may take for a batch of messages. */
export const WORK_TIMEOUT = { intake: Duration.seconds(60), relay: Duration.seconds(60) } as const;

/** A queue whose messages are set aside after some tries. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, studio: Studio, name: 'intake' | 'relay') {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      queueName: studio.names.queue(name),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's time, as Lambda asks for, so that a message is not handed out again while it is worked on.
      visibilityTimeout: Duration.seconds(6 * WORK_TIMEOUT[name].toSeconds()),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters(this, studio, name), maxReceiveCount: MAX_RECEIVES },
    });
  }
}

/** Where messages and events go that could not be handled; kept as long as SQS keeps anything. */
export function deadLetters(scope: Construct, studio: Studio, name: 'intake' | 'relay' | 'fail'): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    queueName: studio.names.deadLetters(name),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, { 'AwsSolutions-SQS3': 'It is the place for dead letters' });
  return queue;
}
