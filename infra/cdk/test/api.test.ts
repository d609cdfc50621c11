import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { ENVIRONMENTS } from '../config';
import { resources, templates, text } from './templates';

const { api } = templates('production');
const config = ENVIRONMENTS.production;

describe('REST API', () => {
  const paths = new Map(
    Object.entries(api!.findResources('AWS::ApiGateway::Resource')).map(([id, { Properties }]: [string, any]) => [
      id,
      Properties,
    ]),
  );
  const path = (id: any): string => {
    const properties = paths.get(id?.Ref);
    return properties ? `${path(properties.ParentId)}/${properties.PathPart}` : '';
  };

  test('asks who is calling, but for its description, health and preflight requests', () => {
    const open = resources(api!, 'AWS::ApiGateway::Method')
      .filter(({ Properties }) => Properties.AuthorizationType === 'NONE')
      .map(({ Properties }) => `${Properties.HttpMethod} ${path(Properties.ResourceId)}`);
    assert.deepEqual(open.sort(), ['GET /docs', 'GET /docs/{proxy+}', 'GET /health', 'GET /openapi.json', 'OPTIONS /{proxy+}']);
    const asked = resources(api!, 'AWS::ApiGateway::Method').filter(
      ({ Properties }) => Properties.AuthorizationType === 'CUSTOM',
    );
    assert.deepEqual(
      asked.map(({ Properties }) => `${Properties.HttpMethod} ${path(Properties.ResourceId)}`),
      ['ANY /{proxy+}'],
    );
    assert.ok(asked[0]!.Properties.AuthorizerId);
  });

  test('keeps the answer about a token, by the token', () => {
    const [authorizer] = resources(api!, 'AWS::ApiGateway::Authorizer');
    assert.equal(authorizer!.Properties.IdentitySource, 'method.request.header.Authorization');
    assert.equal(authorizer!.Properties.AuthorizerResultTtlInSeconds, 60);
  });

  test('is throttled, traced, and its bodies are not logged', () => {
    const [stage] = resources(api!, 'AWS::ApiGateway::Stage');
    const [settings] = stage!.Properties.MethodSettings;
    assert.equal(settings.ThrottlingRateLimit, config.requestsPerSecond);
    assert.equal(settings.ThrottlingBurstLimit, config.requestBurst);
    assert.equal(settings.DataTraceEnabled, false);
    assert.equal(stage!.Properties.TracingEnabled, true);
  });

  test('has a firewall that lets lessons about anything pass', () => {
    const [acl] = resources(api!, 'AWS::WAFv2::WebACL');
    const rules = acl!.Properties.Rules;
    assert.equal(rules[0].Statement.RateBasedStatement.Limit, config.requestsPerAddress);
    const counted = rules.flatMap(({ Statement }: any) =>
      (Statement.ManagedRuleGroupStatement?.RuleActionOverrides ?? []).map(({ Name, ActionToUse }: any) => [Name, ActionToUse]),
    );
    assert.ok(counted.length > 0);
    for (const [name, action] of counted) {
      assert.match(name, /_BODY$/);
      assert.deepEqual(action, { Count: {} });
    }
    assert.equal(resources(api!, 'AWS::WAFv2::WebACLAssociation').length, 1);
  });
});

describe('WebSocket API', () => {
  test('asks who is connecting', () => {
    const routes = new Map(
      resources(api!, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => [Properties.RouteKey, Properties]),
    );
    assert.deepEqual([...routes.keys()].sort(), ['$connect', '$default', '$disconnect']);
    assert.equal(routes.get('$connect')!.AuthorizationType, 'CUSTOM');
    assert.ok(routes.get('$connect')!.AuthorizerId);
  });

  test('logs no address, in which a token may be', () => {
    const [stage] = resources(api!, 'AWS::ApiGatewayV2::Stage');
    assert.doesNotMatch(text(stage!.Properties.AccessLogSettings.Format), /query|path|requestOverride/i);
  });
});
