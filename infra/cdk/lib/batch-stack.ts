import { Aws, CfnParameter, Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import {
  Action,
  AllocationStrategy,
  EcsEc2ContainerDefinition,
  EcsFargateContainerDefinition,
  EcsJobDefinition,
  EcsMachineImageType,
  FargateComputeEnvironment,
  IManagedComputeEnvironment,
  JobQueue,
  ManagedEc2EcsComputeEnvironment,
  Reason,
  RetryStrategy,
} from 'aws-cdk-lib/aws-batch';
import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InstanceClass,
  InstanceSize,
  InstanceType,
  IpAddresses,
  LaunchTemplate,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { ContainerImage, FargatePlatformVersion, LogDriver } from 'aws-cdk-lib/aws-ecs';
import { IRole, ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge';
import { reportGpuUse } from './gpu-metrics';
import { NAMESPACE } from './metrics';
import { arn, JobName } from './names';
import { journal, Permission, Permissions, role } from './permissions';
import { jobUsdPerSec } from './prices';
import { settings } from './settings';
import { Studio } from './studio';

/** Tries of a job, the first included. */
export const ATTEMPTS = 3;

/** How a job ends whose host was taken away, by the kind of host. */
const HOST_LOST = { render: 'Host EC2*', composite: 'Your Spot Task was interrupted*' } as const;

/**
 * Which ends of a job are worth another try; the first rule that fits holds. The codes are those of `JobExit` in the crate
 * `lectern-batch`: 75 a store did not answer, 137 killed for its memory, 143 told to stop because the host goes.
 */
function retryStrategies(job: JobName): RetryStrategy[] {
  return [
    RetryStrategy.of(Action.RETRY, Reason.custom({ onStatusReason: HOST_LOST[job] })),
    ...['75', '137', '143'].map((onExitCode) => RetryStrategy.of(Action.RETRY, Reason.custom({ onExitCode }))),
    RetryStrategy.of(Action.EXIT, Reason.custom({ onReason: '*' })),
  ];
}

/** Where films are drawn and put together: network, hosts, queues and definitions of the jobs. Left out in the emulator. */
export class BatchStack extends Stack {
  private readonly vpc: Vpc;
  private readonly imageTag: CfnParameter;

  constructor(
    scope: Construct,
    private readonly studio: Studio,
    private readonly keyArn: string,
  ) {
    super(scope, studio.names.stack('batch'), { description: `Lectern ${studio.config.name}: render and composite jobs` });
    this.imageTag = new CfnParameter(this, 'ImageTag', { description: 'Tag of the images of both jobs in their repositories' });
    this.vpc = this.network();
    const [hosts, hostRole] = [this.hosts(), this.hostRole()];
    this.queue('render', [this.gpus('Spot', hosts, hostRole), this.gpus('OnDemand', hosts, hostRole)]);
    this.queue('composite', [this.processors('Spot'), this.processors('OnDemand')]);
    this.renderDefinition();
    this.compositeDefinition();
  }

  private network(): Vpc {
    const { config } = this.studio;
    const vpc = new Vpc(this, 'Network', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
      maxAzs: 2,
      natGateways: config.natGateways,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'jobs', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
      ],
      // Everything large goes by these, past the NAT gateways, which charge for each gigabyte.
      gatewayEndpoints: {
        S3: { service: GatewayVpcEndpointAwsService.S3 },
        Records: { service: GatewayVpcEndpointAwsService.DYNAMODB },
      },
    });
    vpc.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'NetworkLogs', {
          logGroupName: `/lectern/${this.studio.names.prefix}/network`,
          retention: config.logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ),
    });
    return vpc;
  }

  private queue(job: JobName, environments: IManagedComputeEnvironment[]): void {
    new JobQueue(this, `${title(job)}Queue`, {
      jobQueueName: this.studio.names.job(job),
      // The next one takes what the one before has no room for.
      computeEnvironments: environments.map((computeEnvironment, index) => ({ computeEnvironment, order: index + 1 })),
    });
  }

  private gpus(kind: 'Spot' | 'OnDemand', hosts: LaunchTemplate, role: Role): ManagedEc2EcsComputeEnvironment {
    const { config } = this.studio;
    const isSpot = kind === 'Spot';
    return new ManagedEc2EcsComputeEnvironment(this, `Gpus${kind}`, {
      vpc: this.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      spot: isSpot,
      allocationStrategy: isSpot ? AllocationStrategy.SPOT_PRICE_CAPACITY_OPTIMIZED : AllocationStrategy.BEST_FIT_PROGRESSIVE,
      // All with one GPU that encodes video, and room for one or two jobs. Several kinds find Spot capacity where one would not.
      useOptimalInstanceClasses: false,
      instanceTypes: [InstanceClass.G4DN, InstanceClass.G5, InstanceClass.G6].flatMap((of) =>
        [InstanceSize.XLARGE, InstanceSize.XLARGE2].map((size) => InstanceType.of(of, size)),
      ),
      images: [{ imageType: EcsMachineImageType.ECS_AL2023_NVIDIA }],
      instanceRole: role,
      launchTemplate: hosts,
      minvCpus: 0,
      maxvCpus: isSpot ? config.renderSpotVcpus : config.renderOnDemandVcpus,
      updateToLatestImageVersion: true,
      // Jobs under way are given time when the hosts are replaced.
      terminateOnUpdate: false,
      updateTimeout: Duration.hours(1),
    });
  }

  private hosts(): LaunchTemplate {
    return new LaunchTemplate(this, 'Hosts', {
      launchTemplateName: `${this.studio.names.prefix}-render`,
      requireImdsv2: true,
      // Containers are one hop further away than their host: they get the credentials of their job only.
      httpPutResponseHopLimit: 1,
      blockDevices: [
        {
          deviceName: '/dev/xvda',
          volume: BlockDeviceVolume.ebs(100, { encrypted: true, volumeType: EbsDeviceVolumeType.GP3 }),
        },
      ],
      userData: reportGpuUse(this.studio.config.name),
    });
  }

  private hostRole(): Role {
    const made = new Role(this, 'HostRole', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonEC2ContainerServiceforEC2Role')],
      inlinePolicies: {
        Metrics: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['cloudwatch:PutMetricData'],
              resources: ['*'],
              conditions: { StringEquals: { 'cloudwatch:namespace': NAMESPACE } },
            }),
          ],
        }),
      },
    });
    acknowledge(made, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role]':
        'What the agent of ECS on a host needs, kept up to date by AWS together with the agent',
      'AwsSolutions-IAM5[Resource::*]': 'Metrics have no resources; the condition narrows it to our namespace',
    });
    return made;
  }

  private processors(kind: 'Spot' | 'OnDemand'): FargateComputeEnvironment {
    const { config } = this.studio;
    return new FargateComputeEnvironment(this, `Processors${kind}`, {
      vpc: this.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      spot: kind === 'Spot',
      maxvCpus: config.compositeVcpus,
    });
  }

  /** Fits on the smallest of the hosts, and leaves its agent some memory. */
  private renderDefinition(): void {
    this.definition(
      'render',
      Duration.hours(1),
      (container) =>
        new EcsEc2ContainerDefinition(this, 'RenderContainer', {
          ...container,
          cpu: 4,
          memory: Size.mebibytes(14_000),
          gpu: 1,
        }),
    );
  }

  private compositeDefinition(): void {
    this.definition(
      'composite',
      Duration.minutes(30),
      (container) =>
        new EcsFargateContainerDefinition(this, 'CompositeContainer', {
          ...container,
          cpu: 4,
          memory: Size.gibibytes(8),
          // Clips, sound and film of the longest lesson.
          ephemeralStorageSize: Size.gibibytes(60),
          fargatePlatformVersion: FargatePlatformVersion.LATEST,
          assignPublicIp: false,
        }),
    );
  }

  private definition(
    job: JobName,
    timeout: Duration,
    container: (props: ContainerProps) => EcsEc2ContainerDefinition | EcsFargateContainerDefinition,
  ): void {
    new EcsJobDefinition(this, `${title(job)}Definition`, {
      jobDefinitionName: this.studio.names.job(job),
      container: container(this.container(job)),
      retryAttempts: ATTEMPTS,
      retryStrategies: retryStrategies(job),
      timeout,
    });
  }

  private container(job: JobName): ContainerProps {
    const { names, config } = this.studio;
    const logs = new LogGroup(this, `${title(job)}Logs`, {
      logGroupName: names.jobLogs(job),
      retention: config.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const may = new Permissions(names, this.keyArn);
    const jobRole = role(this, `${title(job)}Role`, 'ecs-tasks.amazonaws.com', [
      ...journal(may),
      ...may.read('artifacts'),
      ...may.write('artifacts'),
      ...may.read('documents'),
    ]);
    const startRole = role(this, `${title(job)}StartRole`, 'ecs-tasks.amazonaws.com', this.startPermissions(job));
    return {
      image: ContainerImage.fromRegistry(
        `${Aws.ACCOUNT_ID}.dkr.ecr.${Aws.REGION}.${Aws.URL_SUFFIX}/${names.repository(job)}:${this.imageTag.valueAsString}`,
      ),
      environment: { ...settings(this.studio), LECTERN_USD_PER_SEC: jobUsdPerSec(job) },
      jobRole: jobRole.withoutPolicyUpdates(),
      executionRole: startRole.withoutPolicyUpdates(),
      logging: LogDriver.awsLogs({ logGroup: logs, streamPrefix: job }),
    };
  }

  /** What it takes to start a container, before anything of ours runs. */
  private startPermissions(job: JobName): Permission[] {
    const { names } = this.studio;
    return [
      {
        why: 'Signs in to the registry; AWS knows no narrower resource for this action',
        actions: ['ecr:GetAuthorizationToken'],
        resources: ['*'],
      },
      {
        why: 'Fetches the image',
        actions: ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
        resources: [arn('ecr', `repository/${names.repository(job)}`)],
      },
      {
        why: 'Writes into the streams of the log group of the job',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [arn('logs', `log-group:${names.jobLogs(job)}:*`)],
      },
    ];
  }
}

interface ContainerProps {
  readonly image: ContainerImage;
  readonly environment: Record<string, string>;
  readonly jobRole: IRole;
  readonly executionRole: IRole;
  readonly logging: LogDriver;
}

const title = (job: JobName): 'Render' | 'Composite' => (job === 'render' ? 'Render' : 'Composite');
