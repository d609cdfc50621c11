import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { LEFT_OUT } from '../lib/local';
import { resources, templates } from './templates';

const endpoint = 'http://127.0.0.1:4599';
const local = templates('dev', { local: '1', endpoint });
const cloud = templates('dev');
const types = (of: typeof local) =>
  new Set(
    Object.values(of).flatMap((template) => Object.values(template.toJSON().Resources).map(({ Type }: any) => Type as string)),
  );

describe('templates for the emulator', () => {
  test('leave out what it refuses', () => {
    for (const type of Object.keys(LEFT_OUT)) assert.ok(!types(local).has(type), type);
  });

  test('keep everything else, but for what has no use without it', () => {
    const missing = Object.entries(local).flatMap(([stack, template]) => {
      const there = types({ [stack]: template });
      return [...types({ [stack]: cloud[stack]! })].filter((type) => !there.has(type) && !(type in LEFT_OUT));
    });
    assert.deepEqual(missing, []);
    assert.deepEqual(
      Object.keys(cloud)
        .filter((stack) => !(stack in local))
        .sort(),
      ['batch', 'deployment'],
    );
  });

  test('have functions that find the emulator and need no assets', () => {
    for (const { Properties } of resources(local, 'AWS::Lambda::Function')) {
      assert.equal(Properties.Environment.Variables.AWS_ENDPOINT_URL, endpoint);
      assert.deepEqual(Object.keys(Properties.Code), ['S3Bucket', 'S3Key']);
      assert.ok(!('LECTERN_FILMS_DOMAIN' in Properties.Environment.Variables));
    }
    for (const { Properties } of resources(cloud, 'AWS::Lambda::Function')) {
      assert.ok(!('AWS_ENDPOINT_URL' in Properties.Environment.Variables));
    }
  });

  test('name the jobs as the emulator does', () => {
    const [machine] = resources(local.pipeline!, 'AWS::StepFunctions::StateMachine');
    const { RenderQueue, RenderJobDefinition, CompositeQueue, CompositeJobDefinition } =
      machine!.Properties.DefinitionSubstitutions;
    assert.deepEqual([RenderQueue, RenderJobDefinition], ['lectern-render', 'lectern-render']);
    assert.deepEqual([CompositeQueue, CompositeJobDefinition], ['lectern-composite', 'lectern-composite']);
  });
});
