import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Repository, TagMutability } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  BucketProps,
  EventType,
  HttpMethods,
  LifecycleRule,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { QueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge';
import { BucketName, Names } from './names';
import { QueueWithDeadLetters } from './queue';
import { stackProps, Studio } from './studio';

/** How long films are kept: thirty days at hand, then more and more cheaply, gone after two years. */
export const FILM_DAYS = { infrequentAccess: 30, glacier: 90, expires: 730 } as const;

/** What must not be lost: users' documents and films, the records, and the orders that wait. */
export class StorageStack extends Stack {
  private readonly key: Key;

  constructor(
    scope: Construct,
    private readonly studio: Studio,
  ) {
    super(scope, studio.names.stack('storage'), stackProps(studio, 'data'));
    const { names } = studio;
    this.key = new Key(this, 'Key', {
      alias: names.prefix,
      description: 'Data of Lectern at rest',
      enableKeyRotation: true,
      removalPolicy: this.removal,
    });
    this.key.addToResourcePolicy(cloudFrontMay(['kms:Decrypt'], ['*']));
    const logs = this.logs();
    const bucket = (name: BucketName, id: string, props: BucketProps) =>
      this.bucket(names, name, id, { serverAccessLogsBucket: logs, ...props });

    bucket('artifacts', 'Artifacts', {
      // A cache: what is missing is made again.
      lifecycleRules: [{ id: 'expire', expiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    bucket('documents', 'Documents', { versioned: true, lifecycleRules: [cheaper(), forgetOldVersions()] });
    const films = bucket('films', 'Films', {
      versioned: true,
      lifecycleRules: [{ ...cheaper(), expiration: Duration.days(FILM_DAYS.expires) }, forgetOldVersions()],
    });
    films.addToResourcePolicy(cloudFrontMay(['s3:GetObject'], [films.arnForObjects('*')]));
    const uploads = bucket('uploads', 'Uploads', {
      lifecycleRules: [
        // What was not taken over by then was given up.
        { id: 'forget-assets', prefix: 'assets/', expiration: Duration.days(1) },
        { id: 'forget-scripts', prefix: 'scripts/', expiration: Duration.days(30) },
      ],
      removalPolicy: RemovalPolicy.DESTROY,
      cors: studio.config.corsOrigins.length
        ? [
            {
              allowedMethods: [HttpMethods.PUT],
              allowedOrigins: [...studio.config.corsOrigins],
              allowedHeaders: ['*'],
              maxAge: 3600,
            },
          ]
        : undefined,
    });
    this.table();
    this.intake(uploads);
    this.signingKey();
    for (const job of ['render', 'composite'] as const) {
      new Repository(this, job === 'render' ? 'RenderImages' : 'CompositeImages', {
        repositoryName: names.repository(job),
        imageScanOnPush: true,
        // A deployment names the image that it was tested with.
        imageTagMutability: TagMutability.IMMUTABLE,
        lifecycleRules: [{ description: 'Enough to roll back', maxImageCount: 20 }],
        removalPolicy: RemovalPolicy.DESTROY,
        emptyOnDelete: true,
      });
    }
  }

  /** For other stacks. */
  get keyArn(): string {
    return this.exportValue(this.key.keyArn);
  }

  private get removal(): RemovalPolicy {
    return this.studio.config.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  private bucket(names: Names, name: BucketName, id: string, props: BucketProps): Bucket {
    return new Bucket(this, id, {
      bucketName: names.bucket(name),
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      // One call of KMS for many objects.
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      serverAccessLogsPrefix: `s3/${name}/`,
      removalPolicy: this.removal,
      ...props,
      lifecycleRules: [
        { id: 'abort-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        ...(props.lifecycleRules ?? []),
      ],
    });
  }

  /** Who asked S3 and CloudFront for what. */
  private logs(): Bucket {
    const logs = this.bucket(this.studio.names, 'logs', 'Logs', {
      // The services that deliver logs encrypt with keys of S3 only.
      encryption: BucketEncryption.S3_MANAGED,
      encryptionKey: undefined,
      bucketKeyEnabled: undefined,
      // CloudFront delivers its logs by access control list.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      serverAccessLogsPrefix: undefined,
      lifecycleRules: [{ id: 'expire', expiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(logs, { 'AwsSolutions-S1': 'It holds the access logs; logging its own would never end' });
    return logs;
  }

  /** `Records`; the crate `lectern-aws` documents the keys, and why there is no index. */
  private table(): void {
    const { config, names } = this.studio;
    new Table(this, 'Table', {
      tableName: names.table,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expires',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      deletionProtection: config.keepsData,
      removalPolicy: this.removal,
    });
  }

  /** Orders that wait: of the API, of other systems, and scripts put into the uploads. */
  private intake(uploads: Bucket): void {
    const { queue } = new QueueWithDeadLetters(this, 'Intake', this.studio, 'intake');
    const uploadsArn = this.studio.names.bucketArn('uploads');
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('s3.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnLike: { 'aws:SourceArn': uploadsArn }, StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': this.studio.names.ruleArn('Ordered') } },
      }),
    );
    const resource = uploads.node.defaultChild as CfnBucket;
    // Said by the bucket itself, instead of by a custom resource with a function of its own.
    resource.notificationConfiguration = {
      queueConfigurations: [
        {
          event: EventType.OBJECT_CREATED,
          queue: queue.queueArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: 'scripts/' }] } },
        },
      ],
    };
    // S3 tries whether it may send when it is told to.
    const policy = queue.node.findChild('Policy') as QueuePolicy;
    uploads.node.addDependency(policy);
  }

  /** What addresses of films are signed with. Its owner puts a private key in place of the random text that it begins with. */
  private signingKey(): void {
    const secret = new Secret(this, 'FilmsKey', {
      secretName: this.studio.names.filmsKey,
      description: 'Private key (PEM) of the films key group of CloudFront',
      encryptionKey: this.key,
      removalPolicy: this.removal,
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'The key is rotated together with the public key of CloudFront, which the operations manual describes',
    });
  }
}

/** For CloudFront's own requests with origin access control; which distribution is not known here yet. */
function cloudFrontMay(actions: string[], resources: string[]): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
    actions,
    resources,
    conditions: {
      StringEquals: { 'AWS:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: { 'AWS:SourceArn': `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/*` },
    },
  });
}

/** Glacier with instant retrieval: a film of last year is still answered at once, and thawing is no state of the product. */
function cheaper(): LifecycleRule {
  return {
    id: 'cheaper-with-age',
    transitions: [
      { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(FILM_DAYS.infrequentAccess) },
      { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(FILM_DAYS.glacier) },
    ],
  };
}

/** Thirty days to undo a deletion; after that what users removed is gone. */
function forgetOldVersions(): LifecycleRule {
  return { id: 'forget-removed', noncurrentVersionExpiration: Duration.days(30) };
}
