import { Aws, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  CfnAccount,
  Deployment,
  GatewayResponse,
  IdentitySource,
  IRestApi,
  LambdaIntegration,
  LogGroupLogDestination,
  Method,
  MethodLoggingLevel,
  MethodOptions,
  RequestAuthorizer,
  ResponseType,
  RestApi,
  Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { CfnAuthorizer, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge';
import { Addresses } from './delivery-stack';
import { firewall } from './firewall';
import { StudioFunction } from './function';
import { askForNoHeader } from './local';
import { arn, FunctionName, STAGE } from './names';
import { Permission, Permissions } from './permissions';
import { limits, queueUrl, settings, webhooks } from './settings';
import { has, stackProps, Studio } from './studio';

export interface ApiStackProps {
  readonly keyArn: string;
  readonly addresses: Addresses;
}

/** What whoever has no token may ask for: what the API is, and whether it is well. */
const PUBLIC_PATHS = ['health', 'openapi.json', 'docs', 'docs/{proxy+}'] as const;

/** To be raised when something of the routes changes that is neither their paths nor their methods. */
const ROUTES_VERSION = 1;

/** What answers at the addresses: routes, authorizer, functions, firewall. */
export class ApiStack extends Stack {
  private readonly may: Permissions;
  private readonly authorizer: StudioFunction;

  constructor(
    scope: Construct,
    private readonly studio: Studio,
    private readonly props: ApiStackProps,
  ) {
    super(scope, studio.names.stack('api'), stackProps(studio, 'REST and WebSocket API'));
    this.may = new Permissions(studio.names, props.keyArn);
    this.authorizer = this.function('authorizer', 'Who is calling', 256, [], this.identity());
    // Planning takes processor time, which comes with memory; what users write is read where nothing but their documents can be.
    this.function('preview', 'What is planned and found before a film is asked for', 1769, this.may.read('documents'), {});
    this.rest();
    this.sockets();
  }

  /** Whose tokens are taken. */
  private identity(): Record<string, string> {
    const parameter = (id: string, description: string) => new CfnParameter(this, id, { description }).valueAsString;
    const issuer = {
      LECTERN_JWT_ISSUER: parameter('JwtIssuer', 'Who issues the access tokens: their claim iss'),
      LECTERN_JWT_AUDIENCE: parameter('JwtAudience', 'Whom the access tokens are for: their claim aud'),
    };
    if (this.studio.local) {
      const secret = new CfnParameter(this, 'JwtSecret', { description: 'Secret of HS256 tokens', noEcho: true });
      return { ...issuer, LECTERN_JWT_SECRET: secret.valueAsString };
    }
    return { ...issuer, LECTERN_JWT_JWKS_URL: parameter('JwtJwksUrl', 'Where the issuer publishes its keys (RS256)') };
  }

  private function(
    name: FunctionName,
    description: string,
    memoryMib: number,
    permissions: Permission[],
    environment: Record<string, string>,
  ): StudioFunction {
    return new StudioFunction(this, this.studio, {
      name,
      description,
      memoryMib,
      // API Gateway waits 29 seconds.
      timeout: Duration.seconds(28),
      environment: { ...settings(this.studio), ...environment },
      permissions,
    });
  }

  private rest(): void {
    const { studio, props } = this;
    const api = RestApi.fromRestApiAttributes(this, 'RestApi', {
      restApiId: props.addresses.restApiId,
      rootResourceId: props.addresses.rootResourceId,
    });
    const methods = this.methods(api);
    const responses = this.gatewayResponses(api);
    const deployment = new Deployment(this, 'Deployment', { api, retainDeployments: false });
    // A deployment is a picture of the routes: new routes need a new one.
    deployment.addToLogicalId([ROUTES_VERSION, methods.map((method) => [method.resource.path, method.httpMethod])]);
    deployment.node.addDependency(...methods, ...responses);
    const stage = new Stage(this, 'Stage', {
      deployment,
      stageName: STAGE,
      accessLogDestination: new LogGroupLogDestination(this.logs('Rest', 'rest')),
      accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      // The function logs what it does; request bodies are nobody's business.
      loggingLevel: MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
      metricsEnabled: true,
      tracingEnabled: true,
      throttlingRateLimit: studio.config.requestsPerSecond,
      throttlingBurstLimit: studio.config.requestBurst,
    });
    if (has(studio, 'AWS::ApiGateway::Account')) stage.node.addDependency(this.gatewayMayLog());
    const acl = firewall(this, studio);
    if (has(studio, 'AWS::WAFv2::WebACLAssociation')) {
      new CfnWebACLAssociation(this, 'FirewallOfRest', { resourceArn: stage.stageArn, webAclArn: acl.attrArn });
    } else {
      acknowledge(stage, { 'AwsSolutions-APIG3': 'The emulator has no firewall' });
    }
  }

  private methods(api: IRestApi): Method[] {
    const { studio, may, props } = this;
    const { films, socketUrl } = props.addresses;
    const handler = this.function(
      'api',
      'REST API',
      1024,
      [
        ...may.records(),
        ...may.read('documents'),
        ...may.write('documents'),
        ...may.read('uploads'),
        ...may.write('uploads'),
        ...may.remove('uploads'),
        ...may.remove('films'),
        ...(films ? may.signFilms() : may.read('films')),
        ...may.announce(),
        ...may.send('intake'),
        ...may.stopProductions(),
        ...may.preview(),
      ],
      {
        ...limits(studio),
        LECTERN_STATE_MACHINE_ARN: studio.names.stateMachineArn,
        LECTERN_RENDER_QUEUE: studio.names.job('render'),
        LECTERN_COMPOSITE_QUEUE: studio.names.job('composite'),
        LECTERN_PREVIEW_FUNCTION: studio.names.function('preview'),
        LECTERN_SOCKET_URL: socketUrl,
        ...webhooks(studio),
        LECTERN_CORS_ORIGINS: studio.config.corsOrigins.join(','),
        // Routes are known without the stage.
        AWS_LAMBDA_HTTP_IGNORE_STAGE_IN_PATH: 'true',
        ...(films && {
          LECTERN_FILMS_DOMAIN: films.domain,
          LECTERN_FILMS_KEY_PAIR_ID: films.keyPairId,
          LECTERN_FILMS_KEY_PARAMETER: studio.names.filmsKey,
        }),
      },
    );
    const integration = new LambdaIntegration(handler, { allowTestInvoke: false });
    const known: MethodOptions = {
      authorizationType: AuthorizationType.CUSTOM,
      authorizer: new RequestAuthorizer(this, 'RestAuthorizer', {
        authorizerName: studio.names.function('authorizer'),
        handler: this.authorizer,
        identitySources: [IdentitySource.header('Authorization')],
        // Its answer tells who is calling, whatever the route.
        resultsCacheTtl: Duration.minutes(1),
      }),
    };
    const unknown: MethodOptions = { authorizationType: AuthorizationType.NONE };
    const proxy = api.root.addResource('{proxy+}');
    const guarded = proxy.addMethod('ANY', integration, known);
    const open = [
      // Browsers ask whether they may ask, and send no token with it.
      proxy.addMethod('OPTIONS', integration, unknown),
      ...PUBLIC_PATHS.map((path) => api.root.resourceForPath(path).addMethod('GET', integration, unknown)),
    ];
    for (const method of open) {
      acknowledge(method, {
        'AwsSolutions-APIG4': 'Open to all: the description of the API, its health, and the preflight requests of browsers',
        'AwsSolutions-COG4': 'Nobody has to be known there',
      });
    }
    acknowledge(guarded, {
      'AwsSolutions-COG4': 'Callers are known by tokens of any OpenID Connect issuer, which the authorizer function checks',
    });
    return [guarded, ...open];
  }

  /** What API Gateway answers by itself looks like the API's own problem details (RFC 9457), and pages of other origins may read it. */
  private gatewayResponses(api: IRestApi): GatewayResponse[] {
    const [origin] = this.studio.config.corsOrigins;
    const responseHeaders = {
      'Content-Type': "'application/problem+json'",
      ...(origin && { 'Access-Control-Allow-Origin': `'${origin}'` }),
    };
    const response = (id: string, type: ResponseType, status: number, code: string, title: string, more = {}) =>
      new GatewayResponse(this, id, {
        restApi: api,
        type,
        statusCode: String(status),
        responseHeaders: { ...responseHeaders, ...more },
        templates: { 'application/json': JSON.stringify({ type: `urn:lectern:problem:${code}`, title, status, code }) },
      });
    return [
      response(
        'Unauthenticated',
        ResponseType.UNAUTHORIZED,
        401,
        'unauthenticated',
        'There is no valid access token in the request.',
        {
          'WWW-Authenticate': "'Bearer'",
        },
      ),
      response('Throttled', ResponseType.THROTTLED, 429, 'rate-limited', 'Too many requests at this moment.'),
      response('Blocked', ResponseType.WAF_FILTERED, 403, 'forbidden', 'The firewall refused the request.'),
    ];
  }

  /** Once for an account and region; whichever environment comes first. */
  private gatewayMayLog(): CfnAccount {
    const made = new Role(this, 'GatewayLogRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    made.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(made, {
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'The setting is one for all APIs of the account, so it cannot be narrowed to our log groups',
    });
    const account = new CfnAccount(this, 'GatewayAccount', { cloudWatchRoleArn: made.roleArn });
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return account;
  }

  private logs(id: string, name: string): LogGroup {
    return new LogGroup(this, `${id}AccessLogs`, {
      logGroupName: `/lectern/${this.studio.names.prefix}/api/${name}`,
      retention: this.studio.config.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private sockets(): void {
    const { studio, may, props } = this;
    const apiId = props.addresses.webSocketApiId;
    const handler = this.function(
      'socket',
      'Connections of followers come and go',
      256,
      [...may.records(), ...may.send('relay')],
      {
        // What a new follower has missed is sent by the relay.
        LECTERN_RELAY_QUEUE_URL: queueUrl(studio, 'relay'),
      },
    );
    const uri = (of: FunctionName) =>
      `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/${studio.names.functionArn(of)}/invocations`;
    const invokes = (of: StudioFunction, path: string) =>
      of.addPermission('Sockets', {
        principal: new ServicePrincipal('apigateway.amazonaws.com'),
        sourceArn: arn('execute-api', `${apiId}/${path}`),
      });
    const authorizer = new CfnAuthorizer(this, 'SocketAuthorizer', {
      apiId,
      name: studio.names.function('authorizer'),
      authorizerType: 'REQUEST',
      authorizerUri: uri('authorizer'),
      // None named: a token comes in the header or in the query, and the authorizer refuses a request with neither.
    });
    if (studio.local) askForNoHeader(authorizer);
    invokes(this.authorizer, `authorizers/${authorizer.ref}`);
    invokes(handler, `${STAGE}/*`);
    const integration = new CfnIntegration(this, 'SocketIntegration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: uri('socket'),
    });
    // They name their function only; the permission to call it comes after them, since it names them.
    integration.node.addDependency(handler.node.defaultChild!);
    authorizer.node.addDependency(this.authorizer.node.defaultChild!);
    const target = `integrations/${integration.ref}`;
    const routes = [
      new CfnRoute(this, 'SocketConnect', {
        apiId,
        routeKey: '$connect',
        authorizationType: 'CUSTOM',
        authorizerId: authorizer.ref,
        target,
      }),
      new CfnRoute(this, 'SocketDisconnect', { apiId, routeKey: '$disconnect', target }),
      new CfnRoute(this, 'SocketDefault', { apiId, routeKey: '$default', target }),
    ];
    for (const route of routes.slice(1)) {
      acknowledge(route, { 'AwsSolutions-APIG4': 'API Gateway asks the authorizer when a connection is made, and only then' });
    }
    const stage = new CfnStage(this, 'SocketStage', {
      apiId,
      stageName: STAGE,
      autoDeploy: true,
      defaultRouteSettings: {
        throttlingRateLimit: studio.config.requestsPerSecond,
        throttlingBurstLimit: studio.config.requestBurst,
        detailedMetricsEnabled: true,
        loggingLevel: 'ERROR',
      },
      accessLogSettings: {
        destinationArn: this.logs('Socket', 'sockets').logGroupArn,
        // Without the query: a token may be in it.
        format: JSON.stringify({
          requestId: '$context.requestId',
          connectionId: '$context.connectionId',
          routeKey: '$context.routeKey',
          status: '$context.status',
          error: '$context.error.message',
        }),
      },
    });
    stage.node.addDependency(...routes);
    const account = this.node.tryFindChild('GatewayAccount');
    if (account) stage.node.addDependency(account);
  }
}
