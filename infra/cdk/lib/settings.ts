import { Aws } from 'aws-cdk-lib';

import { Studio } from './studio';

/** What every function and job is told: the names of the parts. `Settings` of the crate `lectern-aws` reads it. */
export function settings({ config, names, local }: Studio): Record<string, string> {
  const queues = local ? local.endpoint : `https://sqs.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  return {
    LECTERN_ENVIRONMENT: config.name,
    LECTERN_TABLE: names.table,
    LECTERN_ARTIFACTS_BUCKET: names.bucket('artifacts'),
    LECTERN_DOCUMENTS_BUCKET: names.bucket('documents'),
    LECTERN_FILMS_BUCKET: names.bucket('films'),
    LECTERN_UPLOADS_BUCKET: names.bucket('uploads'),
    LECTERN_INTAKE_QUEUE_URL: `${queues}/${Aws.ACCOUNT_ID}/${names.queue('intake')}`,
    LECTERN_EVENT_BUS: names.eventBus,
  };
}

export function limits({ config }: Studio): Record<string, string> {
  return { LECTERN_RUNNING_LIMIT: String(config.runningLimit), LECTERN_QUEUE_LIMIT: String(config.queueLimit) };
}
