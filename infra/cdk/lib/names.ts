import { Aws } from 'aws-cdk-lib';

import { EnvironmentName } from '../config';

export const FUNCTIONS = [
  'analyze',
  'plan',
  'narrate',
  'schedule',
  'publish',
  'fail',
  'intake',
  'relay',
  'api',
  'preview',
  'authorizer',
  'socket',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export const BUCKETS = ['artifacts', 'documents', 'films', 'uploads', 'logs'] as const;
export type BucketName = (typeof BUCKETS)[number];

/** The Batch jobs: each has a queue, a definition and a container repository of its name. */
export type JobName = 'render' | 'composite';

/**
 * The names by which the stacks of an environment know what lies in one another.
 *
 * Names, not exports: an exported value cannot change while another stack imports it, which a new revision of a job definition
 * does; and where two stacks need each other, only names break the circle.
 */
export class Names {
  readonly prefix: string;

  constructor(
    environment: EnvironmentName,
    private readonly isLocal: boolean,
  ) {
    this.prefix = `lectern-${environment}`;
  }

  stack = (name: string): string => `${this.prefix}-${name}`;

  /** Bucket names are shared by all accounts of the world. */
  bucket = (name: BucketName): string => `${this.prefix}-${name}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
  bucketArn = (name: BucketName): string => `arn:${Aws.PARTITION}:s3:::${this.bucket(name)}`;

  get table(): string {
    return this.prefix;
  }
  get tableArn(): string {
    return arn('dynamodb', `table/${this.table}`);
  }

  function = (name: FunctionName): string => `${this.prefix}-${name}`;
  functionArn = (name: FunctionName): string => arn('lambda', `function:${this.function(name)}`);
  functionLogs = (name: FunctionName): string => `/lectern/${this.prefix}/functions/${name}`;

  queue = (name: 'intake' | 'relay'): string => `${this.prefix}-${name}`;
  queueArn = (name: 'intake' | 'relay'): string => arn('sqs', this.queue(name));
  /** Where messages and events go that could not be handled. */
  deadLetters = (name: 'intake' | 'relay' | 'fail'): string => `${this.prefix}-${name}-dead`;

  get eventBus(): string {
    return this.prefix;
  }
  get eventBusArn(): string {
    return arn('events', `event-bus/${this.eventBus}`);
  }

  rule = (name: string): string => `${this.prefix}-${name.toLowerCase()}`;
  /** Of a rule of our own bus. */
  ruleArn = (name: string): string => arn('events', `rule/${this.eventBus}/${this.rule(name)}`);

  get stateMachine(): string {
    return `${this.prefix}-produce-film`;
  }
  get stateMachineArn(): string {
    return arn('states', `stateMachine:${this.stateMachine}`);
  }
  get executionArns(): string {
    return arn('states', `execution:${this.stateMachine}:*`);
  }

  /** Batch is emulated outside of the templates, with one environment. */
  job = (name: JobName): string => (this.isLocal ? `lectern-${name}` : `${this.prefix}-${name}`);
  jobQueueArn = (name: JobName): string => arn('batch', `job-queue/${this.job(name)}`);
  jobDefinitionArn = (name: JobName): string => arn('batch', `job-definition/${this.job(name)}`);
  jobLogs = (name: JobName): string => `/lectern/${this.prefix}/jobs/${name}`;
  repository = (name: JobName): string => `${this.prefix}/${name}`;

  get restApi(): string {
    return this.prefix;
  }
  get webSocketApi(): string {
    return `${this.prefix}-sockets`;
  }

  get filmsKey(): string {
    return `${this.prefix}/films-key`;
  }
}

/** Both APIs have this one stage; environments are stacks of their own. */
export const STAGE = 'live';

export function arn(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}
