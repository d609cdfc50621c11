import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { resources, templates, text } from './templates';

describe('jobs', () => {
  const { batch } = templates('production');
  const definitions = new Map<string, any>(
    resources(batch!, 'AWS::Batch::JobDefinition').map(({ Properties }) => [
      Properties.JobDefinitionName.split('-')[2],
      Properties,
    ]),
  );
  const queues = new Map<string, any>(
    resources(batch!, 'AWS::Batch::JobQueue').map(({ Properties }) => [Properties.JobQueueName.split('-')[2], Properties]),
  );
  const environments = batch!.findResources('AWS::Batch::ComputeEnvironment');

  test('are tried again when host, memory or a store gave out, and not otherwise', () => {
    for (const [job, hostLost] of [
      ['render', 'Host EC2*'],
      ['composite', 'Your Spot Task was interrupted*'],
    ] as const) {
      assert.deepEqual(definitions.get(job).RetryStrategy, {
        Attempts: 3,
        EvaluateOnExit: [
          { Action: 'RETRY', OnStatusReason: hostLost },
          { Action: 'RETRY', OnExitCode: '75' },
          { Action: 'RETRY', OnExitCode: '137' },
          { Action: 'RETRY', OnExitCode: '143' },
          { Action: 'EXIT', OnReason: '*' },
        ],
      });
      assert.ok(definitions.get(job).Timeout.AttemptDurationSeconds > 0);
    }
  });

  test('are tried again for the same ends in the emulator, where tests make the definitions', () => {
    const deploy = readFileSync(join(__dirname, '../../../tests/emulator/deploy.py'), 'utf8');
    const rules = [...deploy.matchAll(/\{"on(\w+)": "([^"]+)", "action": "(\w+)"\}/g)].map(([, on, value, action]) => ({
      Action: action,
      [`On${on}`]: value,
    }));
    assert.deepEqual(rules, definitions.get('render').RetryStrategy.EvaluateOnExit);
    assert.equal(Number(/"attempts": (\d+)/.exec(deploy)?.[1]), definitions.get('render').RetryStrategy.Attempts);
  });

  test('run on Spot first, and on demand where that has no room', () => {
    const kinds = (job: string) =>
      queues
        .get(job)
        .ComputeEnvironmentOrder.sort((a: any, b: any) => a.Order - b.Order)
        .map(
          ({ ComputeEnvironment }: any) => environments[ComputeEnvironment['Fn::GetAtt'][0]]!.Properties.ComputeResources.Type,
        );
    assert.deepEqual(kinds('render'), ['SPOT', 'EC2']);
    assert.deepEqual(kinds('composite'), ['FARGATE_SPOT', 'FARGATE']);
  });

  test('cost nothing while there are none', () => {
    for (const { Properties } of Object.values(environments)) {
      assert.equal(Properties.ComputeResources.MinvCpus ?? 0, 0);
      assert.ok(Properties.ComputeResources.MaxvCpus > 0);
    }
  });

  test('have a GPU to render with, and their own images', () => {
    const { ContainerProperties } = definitions.get('render');
    assert.ok(ContainerProperties.ResourceRequirements.some(({ Type, Value }: any) => Type === 'GPU' && Value === '1'));
    for (const job of ['render', 'composite']) {
      assert.ok(text(definitions.get(job).ContainerProperties.Image).endsWith(`/lectern-production/${job}:<ImageTag>`));
    }
  });

  test('reach S3 and DynamoDB past the NAT gateways', () => {
    const services = resources(batch!, 'AWS::EC2::VPCEndpoint').map(({ Properties }) =>
      text(Properties.ServiceName).split('.').at(-1),
    );
    assert.deepEqual(services.sort(), ['dynamodb', 's3']);
  });
});
