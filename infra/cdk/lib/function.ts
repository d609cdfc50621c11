import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Code, Function as Lambda, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { arn, FunctionName } from './names';
import { Permission, role, TRACES } from './permissions';
import { functionUsdPerSec } from './prices';
import { Studio } from './studio';

export interface StudioFunctionProps {
  readonly name: FunctionName;
  readonly description: string;
  readonly memoryMib: number;
  readonly timeout: Duration;
  readonly environment: Record<string, string>;
  readonly permissions: readonly Permission[];
  /** Most invocations at once, taken out of the account's limit. */
  readonly reserved?: number;
}

/** A Lambda function of Lectern: a Rust program with a role, a log group and traces of its own. */
export class StudioFunction extends Lambda {
  constructor(scope: Construct, studio: Studio, props: StudioFunctionProps) {
    const { name } = props;
    const logGroupName = studio.names.functionLogs(name);
    const logGroup = new LogGroup(scope, `${pascal(name)}Logs`, {
      logGroupName,
      retention: studio.config.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const made = role(scope, `${pascal(name)}Role`, 'lambda.amazonaws.com', [
      {
        why: 'Writes into the streams of its own log group',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [arn('logs', `log-group:${logGroupName}:*`)],
      },
      TRACES,
      ...props.permissions,
    ]);
    super(scope, pascal(name), {
      functionName: studio.names.function(name),
      description: props.description,
      code: code(scope, studio, name),
      handler: 'bootstrap',
      runtime: Runtime.PROVIDED_AL2023,
      architecture: studio.architecture,
      memorySize: props.memoryMib,
      timeout: props.timeout,
      reservedConcurrentExecutions: props.reserved,
      environment: {
        ...props.environment,
        LECTERN_USD_PER_SEC: functionUsdPerSec(props.memoryMib, studio.architecture),
        ...(studio.local && { AWS_ENDPOINT_URL: studio.local.endpoint }),
      },
      role: made.withoutPolicyUpdates(),
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
    });
  }
}

export const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function code(scope: Construct, studio: Studio, name: FunctionName): Code {
  if (studio.local) {
    const bucket = Bucket.fromBucketName(scope, `${pascal(name)}Code`, studio.local.codeBucket);
    return Code.fromBucket(bucket, `${name}.zip`);
  }
  if (studio.functions === 'placeholder') return Code.fromAsset(resolve(__dirname, '../test/placeholder'));
  // The names of our own packaging, and of cargo-lambda's.
  const candidates = [name, `${name}.zip`, `function-${name}`, `function-${name}.zip`];
  const found = candidates.map((candidate) => resolve(studio.functions, candidate)).find(existsSync);
  if (!found) {
    throw new Error(
      `the function ${name} is not in ${studio.functions}; build it, or look at templates with -c functions=placeholder`,
    );
  }
  return Code.fromAsset(found);
}
