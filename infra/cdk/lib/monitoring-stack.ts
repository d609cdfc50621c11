import { Aws, CfnOutput, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  IMetric,
  MathExpression,
  Metric,
  Row,
  SingleValueWidget,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

import { NAMESPACE } from './metrics';
import { FUNCTIONS, STAGE } from './names';
import { has, stackProps, Studio } from './studio';

/** Percent of the films that may fail before somebody is told, and for how many minutes in a row. */
export const FAILURE_RATE = { percent: 10, minutes: 2 } as const;

/** Budget and when to tell, in percent of it. */
const BUDGET_STEPS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

const MINUTE = Duration.minutes(1);

/** How it goes: a dashboard with the key figures, and alarms. */
export class MonitoringStack extends Stack {
  private readonly alerts: Topic;

  constructor(
    scope: Construct,
    private readonly studio: Studio,
  ) {
    super(scope, studio.names.stack('monitoring'), stackProps(studio, 'dashboard and alarms'));
    this.alerts = this.topic();
    if (has(studio, 'AWS::CloudWatch::Alarm (metric math)')) {
      this.alarmOnFailures();
      this.alarmOnStandstill();
    }
    this.alarmOnDeadLetters();
    if (has(studio, 'AWS::Budgets::Budget')) this.budget();
    this.dashboard();
    new CfnOutput(this, 'Alerts', { value: this.alerts.topicArn });
  }

  private topic(): Topic {
    const key = new Key(this, 'AlertsKey', {
      description: 'Alerts of Lectern on their way',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const publishers = ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'].map((name) => new ServicePrincipal(name));
    const ours = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: publishers,
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: ours,
      }),
    );
    const topic = new Topic(this, 'AlertsTopic', {
      topicName: this.studio.names.stack('alerts'),
      displayName: `Lectern ${this.studio.config.name}`,
      masterKey: key,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({ principals: publishers, actions: ['sns:Publish'], resources: [topic.topicArn], conditions: ours }),
    );
    const email = new CfnParameter(this, 'AlertsEmail', { description: 'Who is told of alarms' });
    topic.addSubscription(new EmailSubscription(email.valueAsString));
    return topic;
  }

  /** A figure that functions and jobs report. */
  private figure(metricName: string, period: Duration, statistic = Stats.SUM): Metric {
    return new Metric({
      namespace: NAMESPACE,
      metricName,
      dimensionsMap: { Environment: this.studio.config.name },
      period,
      statistic,
    });
  }

  private queueFigure(metricName: string, queueName: string, period: Duration, statistic: string): Metric {
    return new Metric({ namespace: 'AWS/SQS', metricName, dimensionsMap: { QueueName: queueName }, period, statistic });
  }

  private alarm(id: string, metric: IMetric, threshold: number, description: string, minutes = 1): void {
    const alarm = new Alarm(this, id, {
      alarmName: `${this.studio.names.prefix}-${id}`,
      alarmDescription: description,
      metric,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold,
      evaluationPeriods: minutes,
      datapointsToAlarm: minutes,
      // No work is no failure.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.alerts));
    alarm.addOkAction(new SnsAction(this.alerts));
  }

  private alarmOnFailures(): void {
    const rate = new MathExpression({
      label: 'Films that failed, %',
      expression:
        'IF(FILL(finished, 0) + FILL(failed, 0) > 0, 100 * FILL(failed, 0) / (FILL(finished, 0) + FILL(failed, 0)), 0)',
      usingMetrics: { finished: this.figure('GenerationsFinished', MINUTE), failed: this.figure('GenerationsFailed', MINUTE) },
      period: MINUTE,
    });
    this.alarm('films-fail', rate, FAILURE_RATE.percent, 'More than one film in ten fails', FAILURE_RATE.minutes);
  }

  /** A service that has work and does none of it. */
  private alarmOnStandstill(): void {
    const { names } = this.studio;
    for (const name of FUNCTIONS) {
      const dimensionsMap = { FunctionName: names.function(name) };
      const of = (metricName: string) =>
        new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap, period: MINUTE, statistic: Stats.SUM });
      this.standstill(name, of('Invocations'), of('Errors'), `No call of the function ${name} succeeds`);
    }
    const dimensionsMap = { ApiName: names.restApi, Stage: STAGE };
    const of = (metricName: string) =>
      new Metric({ namespace: 'AWS/ApiGateway', metricName, dimensionsMap, period: MINUTE, statistic: Stats.SUM });
    this.standstill('rest', of('Count'), of('5XXError'), 'No request to the REST API succeeds');
    for (const queue of ['intake', 'relay'] as const) {
      const stuck = new MathExpression({
        label: `${queue}: messages wait and none is done`,
        expression: 'IF(FILL(waiting, 0) > 0 AND FILL(done, 0) == 0, 1, 0)',
        usingMetrics: {
          waiting: this.queueFigure('ApproximateNumberOfMessagesVisible', names.queue(queue), MINUTE, Stats.MINIMUM),
          done: this.queueFigure('NumberOfMessagesDeleted', names.queue(queue), MINUTE, Stats.SUM),
        },
        period: MINUTE,
      });
      this.alarm(`${queue}-queue-stands`, stuck, 0, `Messages wait in the ${queue} queue and none is done`);
    }
  }

  private standstill(name: string, work: Metric, failed: Metric, description: string): void {
    const stuck = new MathExpression({
      label: `${name}: work and no success`,
      expression: 'IF(FILL(work, 0) > 0 AND FILL(failed, 0) >= FILL(work, 0), 1, 0)',
      usingMetrics: { work, failed },
      period: MINUTE,
    });
    this.alarm(`${name}-stands`, stuck, 0, description);
  }

  private alarmOnDeadLetters(): void {
    for (const queue of ['intake', 'relay', 'fail'] as const) {
      const name = this.studio.names.deadLetters(queue);
      const letters = this.queueFigure('ApproximateNumberOfMessagesVisible', name, MINUTE, Stats.MAXIMUM);
      this.alarm(`${queue}-dead-letters`, letters, 0, `Messages were set aside in ${name}`);
    }
  }

  private budget(): void {
    const { config, names } = this.studio;
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: names.prefix,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: config.budgetUsd, unit: 'USD' },
        // Counted once the tag is activated for cost allocation.
        costFilters: { TagKeyValue: [`user:lectern:environment$${config.name}`] },
      },
      notificationsWithSubscribers: BUDGET_STEPS.map((step) => ({
        notification: { ...step, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: [{ subscriptionType: 'SNS', address: this.alerts.topicArn }],
      })),
    });
  }

  private dashboard(): void {
    const { names } = this.studio;
    const period = Duration.minutes(5);
    const ratio = (label: string, expression: string, metrics: string[]) =>
      new MathExpression({
        label,
        expression,
        usingMetrics: Object.fromEntries(metrics.map((name) => [camel(name), this.figure(name, period)])),
        period,
      });
    const pace = ratio('Seconds of work for a minute of film', '60 * generationSecs / filmSecs', [
      'GenerationSecs',
      'FilmSecs',
    ]);
    const success = ratio(
      'Films that succeed, %',
      '100 * FILL(generationsFinished, 0) / (FILL(generationsFinished, 0) + FILL(generationsFailed, 0))',
      ['GenerationsFinished', 'GenerationsFailed'],
    );
    const cost = ratio('US dollars for a minute of film', '60 * costUsd / filmSecs', ['CostUsd', 'FilmSecs']);
    const age = (['intake', 'relay'] as const).map((queue) =>
      this.queueFigure('ApproximateAgeOfOldestMessage', names.queue(queue), period, Stats.MAXIMUM).with({ label: queue }),
    );
    const gpu = this.figure('nvidia_smi_utilization_gpu', period, Stats.AVERAGE).with({ label: 'GPU, %' });
    const steps = ['analyze', 'plan', 'narrate', 'schedule', 'render', 'composite', 'publish'].map(
      (step) =>
        new Metric({
          namespace: NAMESPACE,
          metricName: 'StepSecs',
          dimensionsMap: { Environment: this.studio.config.name, Step: step },
          period,
          statistic: Stats.p(90),
          label: step,
        }),
    );
    const graph = (title: string, left: IMetric[], more: object = {}) =>
      new GraphWidget({ title, left, width: 8, height: 6, leftYAxis: { min: 0 }, ...more });
    const board = new Dashboard(this, 'Dashboard', { dashboardName: names.prefix, defaultInterval: Duration.hours(12) });
    board.addWidgets(
      new Row(
        new SingleValueWidget({
          title: 'Today',
          width: 24,
          height: 4,
          setPeriodToTimeRange: true,
          metrics: [
            this.figure('GenerationsFinished', period),
            this.figure('GenerationsFailed', period),
            this.figure('FilmSecs', period),
          ],
        }),
      ),
      new Row(
        graph('Generation time per video minute', [pace]),
        graph('Success rate', [success], { leftYAxis: { min: 0, max: 100 } }),
        graph('Cost per minute', [cost]),
      ),
      new Row(
        graph('Queue age, seconds', age),
        graph('GPU use', [gpu], { leftYAxis: { min: 0, max: 100 } }),
        graph('Seconds of the steps, p90', steps),
      ),
    );
  }
}

const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
