import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { arn, BucketName, Names, STAGE } from './names';

/** What somebody may do, and what for. The reason is also why a wildcard in a resource is in order. */
export interface Permission {
  readonly why: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Record<string, Record<string, string>>;
}

/** A role that may do exactly this: nothing is added to it later. */
export function role(scope: Construct, id: string, service: string, permissions: readonly Permission[]): Role {
  const statements = permissions.map(
    ({ actions, resources, conditions }) =>
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
  );
  const made = new Role(scope, id, {
    assumedBy: new ServicePrincipal(service),
    inlinePolicies: { Permissions: new PolicyDocument({ statements }) },
  });
  acknowledgeWildcards(made, permissions);
  return made;
}

/** Tells cdk-nag of each wildcard among the resources, with its reason. */
export function acknowledgeWildcards(made: Construct, permissions: readonly Permission[]): void {
  for (const { why, resources } of permissions) {
    for (const resource of resources) {
      const flat = flatten(Stack.of(made).resolve(resource));
      if (flat.includes('*')) Validations.of(made).acknowledge({ id: `AwsSolutions-IAM5[Resource::${flat}]`, reason: why });
    }
  }
}

/** A resource as cdk-nag writes it: references of the same stack in angle brackets. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, of] = Object.entries(value as Record<string, unknown>)[0] ?? [];
  switch (name) {
    case 'Fn::Join':
      return (of as [string, unknown[]])[1].map(flatten).join((of as [string, unknown[]])[0]);
    case 'Fn::GetAtt':
      return `<${(of as string[]).join('.')}>`;
    case 'Fn::ImportValue':
      return of as string;
    case 'Ref':
      return `<${of as string}>`;
    default:
      throw new Error(`a resource of a permission is ${JSON.stringify(value)}`);
  }
}

/** What functions and jobs may be allowed: one entry for each capability of a port. */
export class Permissions {
  constructor(
    private readonly names: Names,
    /** ARN of the key that the data is encrypted with. */
    private readonly keyArn: string,
  ) {}

  /** Records: all of them, since a step changes generation, queue and event log in one transaction. */
  records = (): Permission[] => [
    {
      why: 'Reads and writes records',
      actions: [
        'dynamodb:BatchWriteItem',
        'dynamodb:ConditionCheckItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      resources: [this.names.tableArn],
    },
    this.key('Records are encrypted'),
  ];

  read = (bucket: BucketName): Permission[] => [
    { why: `Reads ${bucket}`, actions: ['s3:GetObject'], resources: [this.objects(bucket)] },
    // Without it S3 answers 403 where an object is missing, and a cache miss could not be told from a fault.
    this.list(bucket),
    this.key(`What lies in ${bucket} is encrypted`),
  ];

  write = (bucket: BucketName): Permission[] => [
    { why: `Writes ${bucket}`, actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: [this.objects(bucket)] },
    this.key(`What lies in ${bucket} is encrypted`),
  ];

  remove = (bucket: BucketName): Permission[] => [
    { why: `Removes ${bucket}`, actions: ['s3:DeleteObject'], resources: [this.objects(bucket)] },
    this.list(bucket),
  ];

  send = (queue: 'intake' | 'relay'): Permission[] => [
    { why: `Sends to the ${queue} queue`, actions: ['sqs:SendMessage'], resources: [this.names.queueArn(queue)] },
  ];

  receive = (queue: 'intake' | 'relay'): Permission[] => [
    {
      why: `Takes messages from the ${queue} queue and sets when a failed one comes again`,
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
      resources: [this.names.queueArn(queue)],
    },
  ];

  announce = (): Permission[] => [
    { why: 'Passes events on', actions: ['events:PutEvents'], resources: [this.names.eventBusArn] },
  ];

  startProductions = (): Permission[] => [
    { why: 'Starts productions', actions: ['states:StartExecution'], resources: [this.names.stateMachineArn] },
  ];

  stopProductions = (): Permission[] => [
    {
      why: 'Stops a production; executions are named by the generation',
      actions: ['states:StopExecution'],
      resources: [this.names.executionArns],
    },
    {
      why: 'Finds the jobs of a generation by their name; AWS knows no narrower resource for this action',
      actions: ['batch:ListJobs'],
      resources: ['*'],
    },
    {
      why: 'Stops the jobs of a generation; their ids are not known before',
      actions: ['batch:TerminateJob'],
      resources: [arn('batch', 'job/*')],
    },
  ];

  preview = (): Permission[] => [
    {
      why: 'Has manuscripts planned and linted',
      actions: ['lambda:InvokeFunction'],
      resources: [this.names.functionArn('preview')],
    },
  ];

  sockets = (webSocketApiId: string): Permission[] => [
    {
      why: 'Posts to connections and closes them; their ids are not known before',
      actions: ['execute-api:ManageConnections'],
      resources: [arn('execute-api', `${webSocketApiId}/${STAGE}/*/@connections/*`)],
    },
  ];

  signFilms = (): Permission[] => [
    {
      why: 'Signs addresses of films; AWS adds six characters to the names of secrets',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [arn('secretsmanager', `secret:${this.names.filmsKey}-??????`)],
    },
    this.key('The signing key is encrypted'),
  ];

  private list(bucket: BucketName): Permission {
    return { why: `Lists ${bucket}`, actions: ['s3:ListBucket'], resources: [this.names.bucketArn(bucket)] };
  }

  private objects(bucket: BucketName): string {
    return `${this.names.bucketArn(bucket)}/*`;
  }

  private key(why: string): Permission {
    return {
      why,
      actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
      resources: [this.keyArn],
    };
  }
}

/** What a step needs to record how a generation goes on: its state and event, the event's announcement, the owner's next one. */
export function journal(permissions: Permissions): Permission[] {
  return [...permissions.records(), ...permissions.announce(), ...permissions.send('intake')];
}

/** Every process here reports its traces; AWS knows no resources for them. */
export const TRACES: Permission = {
  why: 'Reports traces; AWS knows no narrower resource for these actions',
  actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  resources: ['*'],
};
