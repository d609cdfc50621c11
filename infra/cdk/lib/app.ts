import { App, Stack, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

import { ApiStack } from './api-stack';
import { BatchStack } from './batch-stack';
import { DeliveryStack } from './delivery-stack';
import { DeploymentStack } from './deployment-stack';
import { MonitoringStack } from './monitoring-stack';
import { PipelineStack } from './pipeline-stack';
import { StorageStack } from './storage-stack';
import { Studio, studios } from './studio';

/** All stacks of the environments that the context asks for. */
export function lectern(context: Record<string, string> = {}): App {
  const app = new App({
    // Here and not in cdk.json, so that the templates are the same with and without the CDK's command.
    context: {
      '@aws-cdk/aws-apigateway:authorizerChangeDeploymentLogicalId': true,
      '@aws-cdk/aws-batch:defaultToAL2023': true,
      '@aws-cdk/aws-iam:minimizePolicies': true,
      '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
      '@aws-cdk/core:enablePartitionLiterals': true,
      '@aws-cdk/core:validateAgainstDefaultRules': true,
      ...context,
    },
    analyticsReporting: false,
  });
  for (const studio of studios(app.node)) environment(app, studio);
  return app;
}

/** Has the app refuse to be synthesised when cdk-nag finds something that is not acknowledged with a reason. */
export function checked(app: App): App {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** The stacks in the order in which they are deployed. */
function environment(app: App, studio: Studio): void {
  const storage = new StorageStack(app, studio);
  const { keyArn } = storage;
  const delivery = new DeliveryStack(app, studio);
  const stacks: Stack[] = [storage, delivery];
  if (!studio.local) stacks.push(new BatchStack(app, studio, keyArn));
  const { addresses } = delivery;
  stacks.push(new PipelineStack(app, studio, { keyArn, ...addresses }));
  stacks.push(new ApiStack(app, studio, { keyArn, addresses }));
  stacks.push(new MonitoringStack(app, studio));
  stacks.slice(1).forEach((stack, index) => stack.addStackDependency(stacks[index]!, 'It knows it by name'));
  if (!studio.local) stacks.push(new DeploymentStack(app, studio));
  for (const stack of stacks) Tags.of(stack).add('lectern:environment', studio.config.name);
}
