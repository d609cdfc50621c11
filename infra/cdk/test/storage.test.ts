import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ENVIRONMENTS, EnvironmentName } from '../config';
import { resources, templates, text } from './templates';

for (const environment of Object.keys(ENVIRONMENTS) as EnvironmentName[]) {
  describe(`storage of ${environment}`, () => {
    const { storage } = templates(environment);
    const buckets = new Map(
      resources(storage!, 'AWS::S3::Bucket').map((bucket) => [text(bucket.Properties.BucketName).split('-')[2]!, bucket]),
    );
    const rules = (bucket: string): any[] => buckets.get(bucket)!.Properties.LifecycleConfiguration.Rules;

    test('there are four buckets and one for logs, none of them public', () => {
      assert.deepEqual([...buckets.keys()].sort(), ['artifacts', 'documents', 'films', 'logs', 'uploads']);
      for (const bucket of buckets.values()) {
        assert.deepEqual(bucket.Properties.PublicAccessBlockConfiguration, {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        });
      }
    });

    test('whoever comes without TLS is refused', () => {
      const policies = resources(storage!, 'AWS::S3::BucketPolicy');
      assert.equal(policies.length, buckets.size);
      for (const { Properties } of policies) {
        const refusal = Properties.PolicyDocument.Statement.find(
          (statement: any) => statement.Effect === 'Deny' && statement.Condition?.Bool?.['aws:SecureTransport'] === 'false',
        );
        assert.equal(refusal?.Action, 's3:*');
        assert.deepEqual(refusal.Principal, { AWS: '*' });
      }
    });

    test('no policy allows everybody anything', () => {
      for (const type of ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy']) {
        for (const { Properties } of resources(storage!, type)) {
          for (const { Effect, Principal } of Properties.PolicyDocument.Statement) {
            if (Effect === 'Allow') assert.ok(Principal.Service, `${type}: ${JSON.stringify(Principal)}`);
          }
        }
      }
    });

    test('films and documents grow cheaper with age, and films go after two years', () => {
      const aging = [
        { StorageClass: 'STANDARD_IA', TransitionInDays: 30 },
        { StorageClass: 'GLACIER_IR', TransitionInDays: 90 },
      ];
      for (const [bucket, expires] of [
        ['films', 730],
        ['documents', undefined],
      ] as const) {
        const rule = rules(bucket).find(({ Transitions }) => Transitions);
        assert.deepEqual(rule.Transitions, aging);
        assert.equal(rule.ExpirationInDays, expires);
        assert.deepEqual(buckets.get(bucket)!.Properties.VersioningConfiguration, { Status: 'Enabled' });
      }
    });

    test('artifacts and uploads are kept for a while, unfinished uploads for a day', () => {
      const expiring = (bucket: string) =>
        rules(bucket)
          .filter(({ ExpirationInDays }) => ExpirationInDays)
          .map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays]);
      assert.deepEqual(expiring('artifacts'), [[undefined, 30]]);
      assert.deepEqual(expiring('uploads'), [
        ['assets/', 1],
        ['scripts/', 30],
      ]);
      for (const bucket of buckets.keys()) {
        const aborted = rules(bucket).map(
          ({ AbortIncompleteMultipartUpload }) => AbortIncompleteMultipartUpload?.DaysAfterInitiation,
        );
        assert.ok(aborted.includes(1), bucket);
      }
    });

    test('what users own is encrypted with our key and outlives its stack where it matters', () => {
      const keeps = ENVIRONMENTS[environment].keepsData ? 'Retain' : 'Delete';
      for (const bucket of ['documents', 'films']) {
        const { Properties, DeletionPolicy } = buckets.get(bucket)!;
        const [rule] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
        assert.equal(rule.ServerSideEncryptionByDefault.SSEAlgorithm, 'aws:kms');
        assert.equal(DeletionPolicy, keeps);
      }
      const [key] = resources(storage!, 'AWS::KMS::Key');
      assert.equal(key!.Properties.EnableKeyRotation, true);
      assert.equal(key!.DeletionPolicy, keeps);
    });

    test('the table can be restored, forgets what has expired, and has no index', () => {
      const [table, ...others] = resources(storage!, 'AWS::DynamoDB::Table');
      assert.equal(others.length, 0);
      const { Properties, DeletionPolicy } = table!;
      assert.equal(Properties.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled, true);
      assert.deepEqual(Properties.TimeToLiveSpecification, { AttributeName: 'expires', Enabled: true });
      assert.equal(Properties.BillingMode, 'PAY_PER_REQUEST');
      const keys = (schema: any[]) => schema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`);
      assert.deepEqual(keys(Properties.KeySchema), ['pk HASH', 'sk RANGE']);
      // Reads are strongly consistent, which those of an index are not.
      assert.equal(Properties.GlobalSecondaryIndexes, undefined);
      const keeps = ENVIRONMENTS[environment].keepsData;
      assert.equal(Properties.DeletionProtectionEnabled, keeps);
      assert.equal(DeletionPolicy, keeps ? 'Retain' : 'Delete');
    });

    test('uploaded scripts are orders', () => {
      const { QueueConfigurations } = buckets.get('uploads')!.Properties.NotificationConfiguration;
      const [configuration] = QueueConfigurations;
      assert.equal(configuration.Event, 's3:ObjectCreated:*');
      assert.deepEqual(configuration.Filter.S3Key.Rules, [{ Name: 'prefix', Value: 'scripts/' }]);
    });
  });
}
