import { Aws } from 'aws-cdk-lib';

import { Studio } from './studio';

/** What every function and job is told: the names of the parts. `Settings` of the crate `lectern-aws` reads it. */
export function settings(studio: Studio): Record<string, string> {
  const { config, names } = studio;
  return {
    LECTERN_ENVIRONMENT: config.name,
    LECTERN_TABLE: names.table,
    LECTERN_ARTIFACTS_BUCKET: names.bucket('artifacts'),
    LECTERN_DOCUMENTS_BUCKET: names.bucket('documents'),
    LECTERN_FILMS_BUCKET: names.bucket('films'),
    LECTERN_UPLOADS_BUCKET: names.bucket('uploads'),
    LECTERN_INTAKE_QUEUE_URL: queueUrl(studio, 'intake'),
    LECTERN_EVENT_BUS: names.eventBus,
  };
}

export function queueUrl({ names, local }: Studio, queue: 'intake' | 'relay'): string {
  const host = local ? local.endpoint : `https://sqs.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  return `${host}/${Aws.ACCOUNT_ID}/${names.queue(queue)}`;
}

/** The emulator has followers on this very machine; elsewhere nobody may have us call private addresses. */
export function webhooks({ local }: Studio): Record<string, string> {
  return local ? { LECTERN_PRIVATE_WEBHOOKS: 'true' } : {};
}

export function limits({ config }: Studio): Record<string, string> {
  return { LECTERN_RUNNING_LIMIT: String(config.runningLimit), LECTERN_QUEUE_LIMIT: String(config.queueLimit) };
}
