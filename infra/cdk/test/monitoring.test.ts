import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { FUNCTIONS } from '../lib/names';
import { resources, templates, text } from './templates';

const { monitoring } = templates('production');
const alarms = new Map<string, any>(
  resources(monitoring!, 'AWS::CloudWatch::Alarm').map(({ Properties }) => [
    Properties.AlarmName.replace('lectern-production-', ''),
    Properties,
  ]),
);

describe('alarms', () => {
  test('when more than a tenth of the films fails for two minutes', () => {
    const alarm = alarms.get('films-fail');
    assert.deepEqual(
      [alarm.Threshold, alarm.ComparisonOperator, alarm.EvaluationPeriods, alarm.DatapointsToAlarm],
      [10, 'GreaterThanThreshold', 2, 2],
    );
    const [rate, ...figures] = alarm.Metrics;
    assert.ok(rate.Expression.includes('100 * FILL(failed, 0)'));
    for (const { MetricStat } of figures) {
      assert.deepEqual([MetricStat.Metric.Namespace, MetricStat.Period, MetricStat.Stat], ['Lectern', 60, 'Sum']);
      assert.deepEqual(MetricStat.Metric.Dimensions, [{ Name: 'Environment', Value: 'production' }]);
    }
    assert.deepEqual(figures.map(({ MetricStat }: any) => MetricStat.Metric.MetricName).sort(), [
      'GenerationsFailed',
      'GenerationsFinished',
    ]);
  });

  test('when a service has work and no success for a minute', () => {
    const standing = [...alarms.keys()].filter((name) => name.endsWith('-stands'));
    assert.deepEqual(
      standing.sort(),
      [...FUNCTIONS, 'intake-queue', 'relay-queue', 'rest'].map((name) => `${name}-stands`).sort(),
    );
    for (const name of standing) {
      const alarm = alarms.get(name);
      assert.deepEqual([alarm.Threshold, alarm.EvaluationPeriods], [0, 1], name);
      for (const { MetricStat } of alarm.Metrics.slice(1)) assert.equal(MetricStat.Period, 60, name);
    }
  });

  test('when there is a dead letter', () => {
    for (const queue of ['intake', 'relay', 'fail']) {
      const alarm = alarms.get(`${queue}-dead-letters`);
      assert.deepEqual([alarm.Threshold, alarm.EvaluationPeriods, alarm.ComparisonOperator], [0, 1, 'GreaterThanThreshold']);
      assert.deepEqual(alarm.Dimensions, [{ Name: 'QueueName', Value: `lectern-production-${queue}-dead` }]);
    }
  });

  test('tell somebody, also when all is well again', () => {
    for (const [name, alarm] of alarms) {
      assert.equal(alarm.AlarmActions.length, 1, name);
      assert.equal(alarm.OKActions.length, 1, name);
      assert.equal(alarm.TreatMissingData, 'notBreaching', name);
    }
  });

  test('when the month grows expensive', () => {
    const [budget] = resources(monitoring!, 'AWS::Budgets::Budget');
    assert.equal(budget!.Properties.Budget.BudgetLimit.Unit, 'USD');
    const steps = budget!.Properties.NotificationsWithSubscribers.map(({ Notification }: any) => [
      Notification.NotificationType,
      Notification.Threshold,
    ]);
    assert.deepEqual(steps, [
      ['ACTUAL', 80],
      ['FORECASTED', 100],
    ]);
  });
});

describe('dashboard', () => {
  test('shows the key figures', () => {
    const [dashboard] = resources(monitoring!, 'AWS::CloudWatch::Dashboard');
    const body = text(dashboard!.Properties.DashboardBody);
    for (const figure of [
      'Generation time per video minute',
      'Success rate',
      'Cost per minute',
      'Queue age',
      'GPU use',
      'GenerationSecs',
      'FilmSecs',
      'GenerationsFinished',
      'GenerationsFailed',
      'CostUsd',
      'StepSecs',
      'ApproximateAgeOfOldestMessage',
      'nvidia_smi_utilization_gpu',
    ]) {
      assert.ok(body.includes(figure), figure);
    }
  });
});
