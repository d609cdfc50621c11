import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { FUNCTIONS } from '../lib/names';
import { STEPS } from '../lib/pipeline-stack';
import { Resource, resources, templates, text } from './templates';

const made = templates('production');
const functions = new Map<string, Resource>(
  resources(made, 'AWS::Lambda::Function').map((found) => [String(found.Properties.FunctionName).split('-')[2]!, found]),
);

/** What every function reads at its start. */
const SHARED = [
  'LECTERN_ENVIRONMENT',
  'LECTERN_TABLE',
  'LECTERN_ARTIFACTS_BUCKET',
  'LECTERN_DOCUMENTS_BUCKET',
  'LECTERN_FILMS_BUCKET',
  'LECTERN_UPLOADS_BUCKET',
  'LECTERN_INTAKE_QUEUE_URL',
  'LECTERN_EVENT_BUS',
  'LECTERN_USD_PER_SEC',
];
/** What some read besides. */
const OWN: Partial<Record<(typeof FUNCTIONS)[number], string[]>> = {
  api: [
    'AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH',
    'LECTERN_COMPOSITE_QUEUE',
    'LECTERN_CORS_ORIGINS',
    'LECTERN_FILMS_DOMAIN',
    'LECTERN_FILMS_KEY_PAIR_ID',
    'LECTERN_FILMS_KEY_PARAMETER',
    'LECTERN_PREVIEW_FUNCTION',
    'LECTERN_QUEUE_LIMIT',
    'LECTERN_RENDER_QUEUE',
    'LECTERN_RUNNING_LIMIT',
    'LECTERN_SOCKET_URL',
    'LECTERN_STATE_MACHINE_ARN',
  ],
  authorizer: ['LECTERN_JWT_AUDIENCE', 'LECTERN_JWT_ISSUER', 'LECTERN_JWT_JWKS_URL'],
  intake: ['LECTERN_QUEUE_LIMIT', 'LECTERN_RUNNING_LIMIT', 'LECTERN_STATE_MACHINE_ARN'],
  schedule: ['LECTERN_CANVAS', 'LECTERN_ENCODER'],
  relay: ['LECTERN_RELAY_QUEUE_URL', 'LECTERN_SOCKET_ENDPOINT'],
  socket: ['LECTERN_RELAY_QUEUE_URL'],
};

describe('functions', () => {
  test('each has the environment that it reads', () => {
    assert.deepEqual([...functions.keys()].sort(), [...FUNCTIONS].sort());
    for (const name of FUNCTIONS) {
      const { Variables } = functions.get(name)!.Properties.Environment;
      assert.deepEqual(Object.keys(Variables).sort(), [...SHARED, ...(OWN[name] ?? [])].sort(), name);
    }
  });

  test('no variable has a name that the programs do not know', () => {
    const known = readFileSync(join(__dirname, '../../../shared/aws/src/settings.rs'), 'utf8');
    const names = Object.values(templates('dev', { local: '1' })).flatMap((template) =>
      resources(template, 'AWS::Lambda::Function').flatMap(({ Properties }) => Object.keys(Properties.Environment.Variables)),
    );
    for (const name of new Set([...SHARED, ...Object.values(OWN).flat(), ...names])) {
      if (name.startsWith('LECTERN_')) assert.ok(known.includes(`"${name}"`), name);
    }
  });

  test('no variable holds a secret', () => {
    for (const { Properties } of functions.values()) assert.ok(!('LECTERN_JWT_SECRET' in Properties.Environment.Variables));
  });

  test('all are Rust on arm64, traced, with logs as JSON that are kept for a stated time', () => {
    const groups = new Set(
      resources(made, 'AWS::Logs::LogGroup').map(({ Properties }) => {
        assert.ok(Properties.RetentionInDays, text(Properties.LogGroupName));
        return Properties.LogGroupName;
      }),
    );
    for (const [name, { Properties }] of functions) {
      assert.equal(Properties.Runtime, 'provided.al2023');
      assert.deepEqual(Properties.Architectures, ['arm64']);
      assert.deepEqual(Properties.TracingConfig, { Mode: 'Active' });
      assert.equal(Properties.LoggingConfig.LogFormat, 'JSON');
      assert.ok(groups.has(`/lectern/lectern-production/functions/${name}`));
    }
    assert.equal(functions.get('narrate')!.Properties.MemorySize, 3008);
  });

  test('another architecture can be asked for', () => {
    const [first] = resources(templates('dev', { arch: 'x86' }).pipeline!, 'AWS::Lambda::Function');
    assert.deepEqual(first!.Properties.Architectures, ['x86_64']);
  });
});

describe('queues', () => {
  const queues = resources(made, 'AWS::SQS::Queue');

  test('set a message aside after five tries', () => {
    const worked = queues.filter(({ Properties }) => !String(Properties.QueueName).endsWith('-dead'));
    assert.deepEqual(worked.map(({ Properties }) => Properties.QueueName).sort(), [
      'lectern-production-intake',
      'lectern-production-relay',
    ]);
    for (const { Properties } of worked) {
      assert.equal(Properties.RedrivePolicy.maxReceiveCount, 5);
      assert.equal(Properties.SqsManagedSseEnabled, true);
    }
  });

  test('keep a message hidden for six times what its function may take', () => {
    for (const name of ['intake', 'relay'] as const) {
      const queue = queues.find(({ Properties }) => Properties.QueueName === `lectern-production-${name}`)!;
      assert.ok(queue.Properties.VisibilityTimeout >= 6 * functions.get(name)!.Properties.Timeout, name);
    }
  });

  test('hand back only the messages that failed, and not too many at once', () => {
    const sources = resources(made.pipeline!, 'AWS::Lambda::EventSourceMapping');
    assert.equal(sources.length, 2);
    for (const { Properties } of sources) {
      assert.deepEqual(Properties.FunctionResponseTypes, ['ReportBatchItemFailures']);
      assert.ok(Properties.ScalingConfig.MaximumConcurrency >= 2);
    }
  });
});

describe('rules', () => {
  const rules = new Map<string, any>(
    resources(made.pipeline!, 'AWS::Events::Rule').map((rule) => [rule.Properties.Name.split('-')[2], rule.Properties]),
  );

  test('our events go to the relay, orders of others to the intake, and what ended outside to fail', () => {
    assert.deepEqual(rules.get('happened').EventPattern, { source: ['lectern'] });
    assert.match(text(rules.get('happened').Targets[0].Arn), /^<RelayQueue/);
    assert.deepEqual(rules.get('ordered').EventPattern, {
      source: [{ 'anything-but': ['lectern'] }],
      'detail-type': ['lectern.generate'],
    });
    assert.match(text(rules.get('ordered').Targets[0].Arn), /:lectern-production-intake$/);
    const { EventPattern, Targets } = rules.get('ended');
    assert.deepEqual(EventPattern.detail.status, ['FAILED', 'TIMED_OUT', 'ABORTED']);
    assert.match(text(EventPattern.detail.stateMachineArn[0]), /:stateMachine:lectern-production-produce-film$/);
    assert.match(text(Targets[0].Arn), /^<Fail/);
    assert.ok(Targets[0].DeadLetterConfig);
    const [onFailure] = resources(made.pipeline!, 'AWS::Lambda::EventInvokeConfig');
    assert.deepEqual(onFailure!.Properties.DestinationConfig.OnFailure.Destination, Targets[0].DeadLetterConfig.Arn);
  });

  test('the queue lets in the rule that orders go by', () => {
    const statements = resources(made.storage!, 'AWS::SQS::QueuePolicy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const allowed = statements.find(({ Principal }) => Principal.Service === 'events.amazonaws.com');
    const { EventBusName, Name } = rules.get('ordered');
    assert.match(text(EventBusName), /^<Events/);
    assert.ok(text(allowed.Condition.ArnEquals['aws:SourceArn']).endsWith(`:rule/lectern-production/${Name}`));
  });
});

describe('state machine', () => {
  const [machine] = resources(made.pipeline!, 'AWS::StepFunctions::StateMachine');
  const asl = readFileSync(join(__dirname, '../../../statemachines/produce-film.asl.json'), 'utf8');

  test('is the file, with all its names filled in', () => {
    const { DefinitionString, DefinitionSubstitutions } = machine!.Properties as Resource['Properties'];
    assert.equal(DefinitionString, asl);
    const wanted = new Set([...asl.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]!));
    assert.deepEqual(Object.keys(DefinitionSubstitutions).sort(), [...wanted].sort());
  });

  test('waits longer for each step than the step may take', () => {
    const waits = (states: any): [string, number][] =>
      Object.values(states).flatMap((state: any) =>
        state.ItemProcessor
          ? waits(state.ItemProcessor.States)
          : state.Parameters?.FunctionName
            ? [[state.Parameters.FunctionName, state.TimeoutSeconds]]
            : [],
      ) as [string, number][];
    const found = waits(JSON.parse(asl).States);
    assert.equal(found.length, STEPS.length);
    for (const [name, secs] of found) {
      const step = name.slice(2, -'Function}'.length).toLowerCase();
      assert.ok(functions.get(step)!.Properties.Timeout <= secs, step);
    }
  });

  test('is logged and traced', () => {
    assert.equal(machine!.Properties.LoggingConfiguration.Level, 'ALL');
    assert.deepEqual(machine!.Properties.TracingConfiguration, { Enabled: true });
  });
});
