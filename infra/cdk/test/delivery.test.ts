import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { runInNewContext } from 'node:vm';

import { resources, templates, text } from './templates';

const made = templates('production');

describe('distribution', () => {
  const [distribution] = resources(made.delivery!, 'AWS::CloudFront::Distribution');
  const config = distribution!.Properties.DistributionConfig;

  test('shows films to holders of a signed address only, fetched with its own identity', () => {
    const { DefaultCacheBehavior, Origins } = config;
    assert.equal(DefaultCacheBehavior.TrustedKeyGroups.length, 1);
    const origin = Origins.find(({ Id }: any) => Id === DefaultCacheBehavior.TargetOriginId);
    assert.match(text(origin.DomainName), /^lectern-production-films-/);
    assert.match(text(origin.OriginAccessControlId), /^<.*\.Id>$/);
    const [control] = resources(made.delivery!, 'AWS::CloudFront::OriginAccessControl');
    assert.deepEqual(
      [
        control!.Properties.OriginAccessControlConfig.SigningBehavior,
        control!.Properties.OriginAccessControlConfig.SigningProtocol,
      ],
      ['always', 'sigv4'],
    );
  });

  test('sends nothing over plain HTTP', () => {
    for (const behavior of [config.DefaultCacheBehavior, ...config.CacheBehaviors]) {
      assert.match(behavior.ViewerProtocolPolicy, /^(https-only|redirect-to-https)$/);
      assert.ok(behavior.ResponseHeadersPolicyId);
    }
  });

  test('leads to both APIs, uncached and past the paths of clients', () => {
    const paths = config.CacheBehaviors.map(({ PathPattern }: any) => PathPattern);
    assert.deepEqual(paths.sort(), ['/api/*', '/docs*', '/openapi.json', '/ws', '/ws/*']);
    for (const { FunctionAssociations, TargetOriginId } of config.CacheBehaviors) {
      assert.equal(FunctionAssociations[0].EventType, 'viewer-request');
      const origin = config.Origins.find(({ Id }: any) => Id === TargetOriginId);
      assert.equal(origin.CustomOriginConfig.OriginProtocolPolicy, 'https-only');
    }
  });
});

describe('paths', () => {
  const source = readFileSync(join(__dirname, '../lib/paths.js'), 'utf8');
  const rewritten = (uri: string, querystring: Record<string, { value: string }> = {}) => {
    const request = runInNewContext(`${source}; handler(event)`, { event: { request: { uri, querystring } } });
    const query = Object.entries(request.querystring)
      .map(([name, { value }]: any) => `${name}=${value}`)
      .join('&');
    return request.uri + (query && `?${query}`);
  };

  for (const [uri, query, expected] of [
    ['/api/projects', {}, '/live/projects'],
    ['/api/projects/prj_1/script', { after: { value: '3' } }, '/live/projects/prj_1/script?after=3'],
    ['/api', {}, '/live'],
    ['/api/api/x', {}, '/live/api/x'],
    ['/docs/index.css', {}, '/live/docs/index.css'],
    ['/openapi.json', {}, '/live/openapi.json'],
    ['/ws', { project: { value: 'prj_1' } }, '/live?project=prj_1'],
    ['/ws/projects/prj_1', {}, '/live?project=prj_1'],
    ['/ws/projects/prj_1/', { after: { value: '7' } }, '/live?after=7&project=prj_1'],
    ['/ws/projects/prj_1', { project: { value: 'prj_2' } }, '/live?project=prj_1'],
    ['/ws/projects/prj_1/more', {}, '/live/ws/projects/prj_1/more'],
  ] as const) {
    test(`${uri} ${JSON.stringify(query)} is ${expected}`, () => {
      assert.equal(rewritten(uri, structuredClone(query) as Record<string, { value: string }>), expected);
    });
  }
});
