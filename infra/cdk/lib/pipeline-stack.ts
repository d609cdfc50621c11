import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus, EventPattern, Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { StudioFunction } from './function';
import { arn, FunctionName } from './names';
import { journal, Permission, Permissions, role, TRACES } from './permissions';
import { deadLetters, QueueWithDeadLetters, WORK_TIMEOUT } from './queue';
import { limits, queueUrl, settings, webhooks } from './settings';
import { stackProps, Studio } from './studio';

/** The functions that the state machine calls. */
export const STEPS = ['analyze', 'plan', 'narrate', 'schedule', 'publish', 'fail'] as const;

export interface PipelineStackProps {
  readonly keyArn: string;
  /** Where the relay posts what it sends to connections, and which API that is. */
  readonly socketEndpoint: string;
  readonly webSocketApiId: string;
}

/** How a film is made: the state machine with its steps, what starts it, and what passes on its events. */
export class PipelineStack extends Stack {
  private readonly may: Permissions;

  constructor(
    scope: Construct,
    private readonly studio: Studio,
    props: PipelineStackProps,
  ) {
    super(scope, studio.names.stack('pipeline'), stackProps(studio, 'production of films'));
    this.may = new Permissions(studio.names, props.keyArn);
    const bus = new EventBus(this, 'Events', { eventBusName: studio.names.eventBus });

    const undelivered = deadLetters(new Construct(this, 'Undelivered'), studio, 'fail');
    const steps = this.steps(undelivered);
    this.stateMachine(steps);
    this.failWhatEndedOutside(steps.fail, undelivered);
    this.intake(bus);
    this.relay(bus, props);
  }

  private steps(undelivered: Queue): Record<(typeof STEPS)[number], StudioFunction> {
    const { may } = this;
    const cache = [...may.read('artifacts'), ...may.write('artifacts')];
    const documents = may.read('documents');
    const step = (
      name: FunctionName,
      description: string,
      memoryMib: number,
      timeout: Duration,
      more: Permission[],
      environment?: Record<string, string>,
    ) => this.function(name, description, { memoryMib, timeout, permissions: [...journal(may), ...more], environment });
    return {
      analyze: step('analyze', 'Script to lesson', 512, Duration.seconds(60), [...cache, ...documents]),
      plan: step('plan', 'Lesson to storyboard', 1769, Duration.minutes(2), [...cache, ...documents]),
      // The voice is inside; what it needs is processor time, which comes with memory.
      narrate: step('narrate', 'Scene to narration', 3008, Duration.minutes(5), cache),
      // The schedule names encoder and canvas, so that all jobs of a film use the same.
      schedule: step('schedule', 'Narrations to schedule', 1769, Duration.minutes(2), [...cache, ...documents], {
        LECTERN_ENCODER: this.studio.config.encoder ?? 'x264',
        LECTERN_CANVAS: this.studio.config.canvas ?? 'cpu',
      }),
      publish: step('publish', 'Film to its users', 512, Duration.minutes(4), [
        ...may.read('artifacts'),
        ...may.write('films'),
      ]),
      fail: step('fail', 'A failed production leaves a state and an event', 256, Duration.seconds(30), [
        { why: 'Sets aside what it could not do', actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] },
      ]),
    };
  }

  private function(
    name: FunctionName,
    description: string,
    props: { memoryMib: number; timeout: Duration; permissions: Permission[]; environment?: Record<string, string> },
  ): StudioFunction {
    return new StudioFunction(this, this.studio, {
      name,
      description,
      reserved: name === 'narrate' ? this.studio.config.narrateConcurrency : undefined,
      ...props,
      environment: { ...settings(this.studio), ...props.environment },
    });
  }

  private stateMachine(steps: Record<(typeof STEPS)[number], StudioFunction>): StateMachine {
    const { names, config } = this.studio;
    const jobs = ['render', 'composite'] as const;
    const machineRole = role(this, 'ProduceFilmRole', 'states.amazonaws.com', [
      {
        why: 'Calls the steps',
        actions: ['lambda:InvokeFunction'],
        resources: STEPS.map((step) => names.functionArn(step)),
      },
      {
        why: 'Submits jobs, of whatever revision of the definition',
        actions: ['batch:SubmitJob'],
        resources: jobs.flatMap((job) => [
          names.jobQueueArn(job),
          names.jobDefinitionArn(job),
          `${names.jobDefinitionArn(job)}:*`,
        ]),
      },
      {
        why: 'Follows and stops the jobs it submitted; their ids are not known before, and AWS knows no narrower resource',
        actions: ['batch:DescribeJobs', 'batch:TerminateJob'],
        resources: ['*'],
      },
      {
        why: 'Learns of the end of jobs by the rule that Step Functions keeps for that',
        actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        resources: [arn('events', 'rule/StepFunctionsGetEventsForBatchJobsRule')],
      },
      {
        why: 'Sets up the delivery of its log; AWS knows no narrower resource for these actions',
        actions: [
          'logs:CreateLogDelivery',
          'logs:GetLogDelivery',
          'logs:UpdateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:DescribeResourcePolicies',
          'logs:DescribeLogGroups',
        ],
        resources: ['*'],
      },
      { ...TRACES, actions: [...TRACES.actions, 'xray:GetSamplingRules', 'xray:GetSamplingTargets'] },
    ]);
    return new StateMachine(this, 'ProduceFilm', {
      stateMachineName: names.stateMachine,
      comment: 'Makes the film of one generation',
      // In the template, not beside it: so a template is whole.
      definitionBody: DefinitionBody.fromString(
        readFileSync(join(__dirname, '../../../statemachines/produce-film.asl.json'), 'utf8'),
      ),
      definitionSubstitutions: {
        ...Object.fromEntries(
          STEPS.map((step) => [`${step.charAt(0).toUpperCase()}${step.slice(1)}Function`, steps[step].functionArn]),
        ),
        // Names without a revision stand for the newest one.
        RenderQueue: names.job('render'),
        RenderJobDefinition: names.job('render'),
        CompositeQueue: names.job('composite'),
        CompositeJobDefinition: names.job('composite'),
      },
      role: machineRole.withoutPolicyUpdates(),
      logs: {
        level: LogLevel.ALL,
        // Payloads hold names and hashes only.
        includeExecutionData: true,
        destination: new LogGroup(this, 'ProduceFilmLogs', {
          // The prefix keeps the resource policy of log groups short enough.
          logGroupName: `/aws/vendedlogs/states/${names.stateMachine}`,
          retention: config.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
      tracingEnabled: true,
    });
  }

  /** An execution that was stopped, or ran out of its own time, cannot call `fail` itself. */
  private failWhatEndedOutside(fail: StudioFunction, undelivered: Queue): void {
    // What it cannot do even when called again; the rule's own dead letters are what it was never called with.
    fail.configureAsyncInvoke({ onFailure: new SqsDestination(undelivered), retryAttempts: 2 });
    this.rule('Ended', undefined, {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [this.studio.names.stateMachineArn] },
    }).addTarget(new LambdaFunction(fail, { deadLetterQueue: undelivered, retryAttempts: 5, maxEventAge: Duration.hours(2) }));
  }

  /** Orders become executions. The queue itself is in the storage stack. */
  private intake(bus: EventBus): void {
    const { may, studio } = this;
    const queue = this.queueOfStorage();
    const intake = this.function('intake', 'Orders from queues, uploads and events become executions', {
      memoryMib: 512,
      timeout: WORK_TIMEOUT.intake,
      environment: { ...limits(studio), LECTERN_STATE_MACHINE_ARN: studio.names.stateMachineArn },
      permissions: [
        ...may.receive('intake'),
        ...journal(may),
        ...may.startProductions(),
        ...may.read('uploads'),
        ...may.read('documents'),
        ...may.write('documents'),
      ],
    });
    intake.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 5,
        reportBatchItemFailures: true,
        maxConcurrency: studio.config.intakeConcurrency,
      }),
    );
    this.rule('Ordered', bus, {
      // Our own events are no orders.
      source: Match.anythingBut('lectern') as unknown as string[],
      detailType: ['lectern.generate'],
    }).addTarget(new SqsQueue(queue));
  }

  private queueOfStorage(): IQueue {
    const { names } = this.studio;
    return Queue.fromQueueArn(this, 'IntakeQueue', names.queueArn('intake'));
  }

  /** What happened goes on to sockets and webhooks. */
  private relay(bus: EventBus, { socketEndpoint, webSocketApiId }: PipelineStackProps): void {
    const { may, studio } = this;
    const { queue } = new QueueWithDeadLetters(this, 'RelayQueue', studio, 'relay');
    this.rule('Happened', bus, { source: ['lectern'] }).addTarget(new SqsQueue(queue));
    const relay = this.function('relay', 'Events to sockets and webhooks', {
      memoryMib: 512,
      timeout: WORK_TIMEOUT.relay,
      environment: {
        ...webhooks(studio),
        LECTERN_SOCKET_ENDPOINT: socketEndpoint,
        LECTERN_RELAY_QUEUE_URL: queueUrl(studio, 'relay'),
      },
      // To itself it sends what is to be tried again later.
      permissions: [...may.receive('relay'), ...may.send('relay'), ...may.records(), ...may.sockets(webSocketApiId)],
    });
    relay.addEventSource(
      new SqsEventSource(queue, {
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: studio.config.relayConcurrency,
      }),
    );
  }

  private rule(id: string, bus: EventBus | undefined, pattern: EventPattern): Rule {
    return new Rule(this, id, { eventBus: bus, eventPattern: pattern, ruleName: this.studio.names.rule(id) });
  }
}
