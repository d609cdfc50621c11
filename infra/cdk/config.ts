import { RetentionDays } from 'aws-cdk-lib/aws-logs';

/** What differs between the environments. Facts of an account (identity provider, keys, e-mail) are parameters of the stacks. */
export interface EnvironmentConfig {
  /** Part of every name and the value of the metrics' dimension `Environment`. */
  readonly name: EnvironmentName;
  /** Whether data outlives its stack and the table refuses to be deleted. */
  readonly keepsData: boolean;
  /** Most films of one owner made at once, and under way at all. */
  readonly runningLimit: number;
  readonly queueLimit: number;
  /** Requests a second that the REST API takes from everybody together, and how many at once above that. */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
  /** Requests within five minutes after which an address is shut out until it calms down. */
  readonly requestsPerAddress: number;
  /** Origins whose pages may call the API and put files into the uploads. */
  readonly corsOrigins: readonly string[];
  /** Most vCPUs of the render jobs: on Spot instances, and on demand where Spot has none. */
  readonly renderSpotVcpus: number;
  readonly renderOnDemandVcpus: number;
  /** What all render jobs encode clips with, `x264` if not given. `nvenc` needs hosts whose GPU encodes; jobs fail elsewhere. */
  readonly encoder?: 'x264' | 'nvenc';
  /** What all render jobs paint frames on, `cpu` if not given. `gpu` needs hosts with a GPU; jobs fail elsewhere. */
  readonly canvas?: 'cpu' | 'gpu';
  /** Most vCPUs of the composite jobs. */
  readonly compositeVcpus: number;
  /** One is cheap; one for each zone survives the loss of a zone. */
  readonly natGateways: number;
  /** Scenes spoken at once by all films; unbounded (the account's limit) if not given. Reserved out of the account's limit. */
  readonly narrateConcurrency?: number;
  /** Messages of the intake and the relay queue worked on at once. */
  readonly intakeConcurrency: number;
  readonly relayConcurrency: number;
  /** How long logs are kept. */
  readonly logRetention: RetentionDays;
  /** What the environment may cost in a month, in US dollars. */
  readonly budgetUsd: number;
  /**
   * Own domain of films and API, with its certificate in us-east-1. Without one CloudFront's own domain and certificate are used,
   * whose TLS policy cannot be chosen; with one it is TLS 1.3.
   */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
}

export type EnvironmentName = 'dev' | 'staging' | 'production';

export const ENVIRONMENTS: Readonly<Record<EnvironmentName, EnvironmentConfig>> = {
  dev: {
    name: 'dev',
    keepsData: false,
    runningLimit: 2,
    queueLimit: 20,
    requestsPerSecond: 50,
    requestBurst: 100,
    requestsPerAddress: 2_000,
    corsOrigins: ['http://localhost:5173'],
    renderSpotVcpus: 16,
    renderOnDemandVcpus: 8,
    compositeVcpus: 16,
    natGateways: 1,
    intakeConcurrency: 2,
    relayConcurrency: 5,
    logRetention: RetentionDays.ONE_WEEK,
    budgetUsd: 100,
  },
  staging: {
    name: 'staging',
    keepsData: true,
    runningLimit: 2,
    queueLimit: 20,
    requestsPerSecond: 200,
    requestBurst: 400,
    requestsPerAddress: 2_000,
    corsOrigins: [],
    renderSpotVcpus: 64,
    renderOnDemandVcpus: 32,
    compositeVcpus: 64,
    natGateways: 1,
    intakeConcurrency: 5,
    relayConcurrency: 10,
    logRetention: RetentionDays.ONE_MONTH,
    budgetUsd: 500,
  },
  production: {
    name: 'production',
    keepsData: true,
    runningLimit: 2,
    queueLimit: 20,
    requestsPerSecond: 2_000,
    requestBurst: 4_000,
    requestsPerAddress: 2_000,
    corsOrigins: [],
    renderSpotVcpus: 1_024,
    renderOnDemandVcpus: 256,
    compositeVcpus: 512,
    natGateways: 2,
    narrateConcurrency: 400,
    intakeConcurrency: 20,
    relayConcurrency: 50,
    logRetention: RetentionDays.THREE_MONTHS,
    budgetUsd: 10_000,
  },
};
