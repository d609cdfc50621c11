import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { resources, templates, text } from './templates';

/** Actions for which AWS knows no narrower resource; the reason stands beside each in `lib`. */
const FOR_ALL_RESOURCES = new Set([
  'batch:DescribeJobs',
  'batch:ListJobs',
  'batch:TerminateJob',
  'cloudwatch:PutMetricData',
  'ecr:GetAuthorizationToken',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

const made = templates('production');
const list = (value: any): any[] => (Array.isArray(value) ? value : [value]);

interface Statement {
  readonly who: string;
  readonly actions: string[];
  readonly resources: string[];
}

const statements: Statement[] = Object.values(made).flatMap((template) =>
  ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    Object.entries(template.findResources(type)).flatMap(([who, { Properties }]: [string, any]) =>
      [Properties.PolicyDocument, ...(Properties.Policies ?? []).map((policy: any) => policy.PolicyDocument)]
        .filter((document) => document)
        .flatMap((document) => document.Statement)
        .map((statement: any) => {
          assert.equal(statement.Effect, 'Allow');
          return { who, actions: list(statement.Action), resources: list(statement.Resource).map(text) };
        }),
    ),
  ),
);

describe('permissions', () => {
  test('name their actions', () => {
    assert.ok(statements.length > 50);
    for (const { who, actions } of statements)
      assert.deepEqual(
        actions.filter((action) => action.includes('*')),
        [],
        who,
      );
  });

  test('name their resources, but for actions that know none', () => {
    for (const { who, actions, resources } of statements) {
      if (resources.includes('*'))
        assert.deepEqual(
          actions.filter((action) => !FOR_ALL_RESOURCES.has(action)),
          [],
          who,
        );
    }
  });

  test('stay in their environment', () => {
    for (const { who, resources } of statements) {
      for (const resource of resources) assert.doesNotMatch(resource, /lectern-(dev|staging)/, who);
    }
  });

  const holders = (action: string) =>
    new Set(statements.filter(({ actions }) => actions.includes(action)).map(({ who }) => who.replace(/Role[0-9A-F]{8}$/, '')));

  test('to start, stop, sign and post lie with one function each', () => {
    for (const [action, holder] of [
      ['states:StartExecution', 'Intake'],
      ['states:StopExecution', 'Api'],
      ['secretsmanager:GetSecretValue', 'Api'],
      ['execute-api:ManageConnections', 'Relay'],
      ['batch:SubmitJob', 'ProduceFilm'],
    ] as const) {
      assert.deepEqual([...holders(action)], [holder], action);
    }
  });

  test('to call functions lie with the state machine, and with the API for previews', () => {
    const callers = statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
    assert.deepEqual(callers.map(({ who }) => who.replace(/Role[0-9A-F]{8}$/, '')).sort(), ['Api', 'ProduceFilm']);
    const api = callers.find(({ who }) => who.startsWith('ApiRole'))!;
    assert.ok(api.resources.every((resource) => resource.endsWith(':lectern-production-preview')), String(api.resources));
  });

  test('of previews are to read documents, besides logs and traces', () => {
    const actions = statements.filter(({ who }) => who.startsWith('PreviewRole')).flatMap((statement) => statement.actions);
    assert.deepEqual(new Set(actions.map((action) => action.split(':')[0])), new Set(['kms', 'logs', 's3', 'xray']));
    assert.ok(!actions.some((action) => /^s3:(Put|Delete)/.test(action)), String(actions));
  });

  test('to write films lie with publish, and to remove them with the API', () => {
    const on = (action: string, bucket: string) =>
      statements
        .filter(
          ({ actions, resources }) =>
            actions.includes(action) && resources.some((resource) => resource.includes(`-${bucket}-`)),
        )
        .map(({ who }) => who.replace(/Role[0-9A-F]{8}$/, ''));
    assert.deepEqual(on('s3:PutObject', 'films'), ['Publish']);
    assert.deepEqual(on('s3:DeleteObject', 'films'), ['Api']);
    assert.deepEqual(on('s3:PutObject', 'documents').sort(), ['Api', 'Intake']);
  });

  test('of the authorizer are to write its logs and traces', () => {
    const actions = statements.filter(({ who }) => who.startsWith('AuthorizerRole')).flatMap((statement) => statement.actions);
    assert.deepEqual(new Set(actions.map((action) => action.split(':')[0])), new Set(['logs', 'xray']));
  });

  test('to call a function come with a source', () => {
    for (const { Properties } of resources(made, 'AWS::Lambda::Permission'))
      assert.ok(Properties.SourceArn, JSON.stringify(Properties));
  });
});
