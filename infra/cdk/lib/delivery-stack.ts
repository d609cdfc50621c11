import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Aws, CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { CfnRestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  BehaviorOptions,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  KeyGroup,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  PublicKey,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge';
import { STAGE } from './names';
import { has, stackProps, Studio } from './studio';

/** What other stacks know of the addresses. */
export interface Addresses {
  readonly restApiId: string;
  readonly rootResourceId: string;
  readonly webSocketApiId: string;
  /** Where the WebSocket stage takes messages to connections. */
  readonly socketEndpoint: string;
  /** Where clients connect to it. */
  readonly socketUrl: string;
  /** How the films are addressed, for who signs addresses. None in the emulator, where S3 signs them. */
  readonly films?: { readonly domain: string; readonly keyPairId: string };
}

/**
 * The addresses that clients know: the distribution, and the two APIs as such. What answers behind them is in the API stack and can
 * be replaced without a change of any address.
 */
export class DeliveryStack extends Stack {
  readonly addresses: Addresses;
  private readonly restApi: CfnRestApi;
  private readonly webSocketApi: CfnApi;

  constructor(
    scope: Construct,
    private readonly studio: Studio,
  ) {
    super(scope, studio.names.stack('delivery'), stackProps(studio, 'addresses'));
    const { names, config } = studio;
    this.restApi = new CfnRestApi(this, 'RestApi', { name: names.restApi, endpointConfiguration: { types: ['REGIONAL'] } });
    acknowledge(this.restApi, {
      'AwsSolutions-APIG2':
        'Everything goes to one function, which checks each request against the types of its OpenAPI description',
    });
    this.webSocketApi = new CfnApi(this, 'WebSocketApi', {
      name: names.webSocketApi,
      protocolType: 'WEBSOCKET',
      // Clients only listen: whatever they say goes to the default route.
      routeSelectionExpression: '$request.body.action',
    });

    const keyGroup = this.keyGroup();
    const distribution = new Distribution(this, 'Distribution', {
      comment: `Lectern ${config.name}`,
      defaultBehavior: this.filmBehavior(keyGroup?.group),
      additionalBehaviors: this.apiBehaviors(),
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_3_2025,
      ...(config.domain && {
        domainNames: [config.domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', config.domain.certificateArn),
      }),
      enableLogging: true,
      logBucket: Bucket.fromBucketName(this, 'Logs', names.bucket('logs')),
      logFilePrefix: 'cloudfront/',
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1': 'Films are for everywhere',
      'AwsSolutions-CFR2': 'A firewall guards the REST API itself, on every way to it; films are behind signed addresses',
      ...(config.domain
        ? {}
        : { 'AwsSolutions-CFR4': "CloudFront's own certificate fixes the policy; with a domain in config.ts it is TLS 1.3" }),
    });
    this.addresses = this.exported(config.domain?.name ?? distribution.distributionDomainName, keyGroup?.key);
    new CfnOutput(this, 'RestApiId', { value: this.restApi.ref });
    new CfnOutput(this, 'WebSocketApiId', { value: this.webSocketApi.ref });
    new CfnOutput(this, 'Address', { value: `https://${config.domain?.name ?? distribution.distributionDomainName}` });
  }

  private exported(ownDomain: string, key?: PublicKey): Addresses {
    const { local, config } = this.studio;
    const domain = config.domain ? ownDomain : this.exportValue(ownDomain);
    const webSocketApiId = this.exportValue(this.webSocketApi.ref);
    const socketEndpoint = local
      ? `${local.endpoint}/_aws/execute-api/${webSocketApiId}/${STAGE}`
      : `https://${webSocketApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${STAGE}`;
    return {
      restApiId: this.exportValue(this.restApi.ref),
      rootResourceId: this.exportValue(this.restApi.attrRootResourceId),
      webSocketApiId,
      socketEndpoint,
      socketUrl: local ? socketEndpoint.replace(/^http/, 'ws') : `wss://${domain}/ws`,
      films: key && { domain, keyPairId: this.exportValue(key.publicKeyId) },
    };
  }

  /** Keys whose signatures open the films. */
  private keyGroup(): { group: KeyGroup; key: PublicKey } | undefined {
    if (!has(this.studio, 'AWS::CloudFront::KeyGroup')) return undefined;
    const pem = new CfnParameter(this, 'FilmsPublicKey', {
      description: 'Public key (PEM, RSA 2048) whose private key lies in the secret films-key',
    });
    const key = new PublicKey(this, 'PublicKey', { encodedKey: pem.valueAsString });
    return { key, group: new KeyGroup(this, 'KeyGroup', { items: [key] }) };
  }

  private filmBehavior(keyGroup?: KeyGroup): BehaviorOptions {
    const films = Bucket.fromBucketName(this, 'Films', this.studio.names.bucket('films'));
    const origin = S3BucketOrigin.withOriginAccessControl(films);
    // The storage stack lets CloudFront in: the bucket is of another stack and cannot be changed from here.
    return {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      // The query, which holds the signature, is no part of the key: all who may see a film share one copy.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      originRequestPolicy: OriginRequestPolicy.CORS_S3_ORIGIN,
      responseHeadersPolicy: this.filmHeaders(),
      trustedKeyGroups: keyGroup && [keyGroup],
    };
  }

  private filmHeaders(): ResponseHeadersPolicy {
    const { config, names } = this.studio;
    return new ResponseHeadersPolicy(this, 'FilmHeaders', {
      responseHeadersPolicyName: `${names.prefix}-films`,
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
        // Films and captions need nothing from anywhere.
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'; media-src 'self'; sandbox", override: true },
      },
      corsBehavior: config.corsOrigins.length
        ? {
            accessControlAllowOrigins: [...config.corsOrigins],
            accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
            accessControlAllowHeaders: ['*'],
            accessControlExposeHeaders: ['Accept-Ranges', 'Content-Length', 'Content-Range'],
            accessControlAllowCredentials: false,
            originOverride: true,
          }
        : undefined,
    });
  }

  private apiBehaviors(): Record<string, BehaviorOptions> {
    const { names } = this.studio;
    const paths = new Function(this, 'Paths', {
      functionName: `${names.prefix}-paths`,
      comment: 'From the addresses that clients know to those of the APIs',
      code: FunctionCode.fromInline(readFileSync(join(__dirname, 'paths.js'), 'utf8')),
      runtime: FunctionRuntime.JS_2_0,
    });
    const behavior = (api: string): BehaviorOptions => ({
      origin: new HttpOrigin(`${api}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`, {
        protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway knows its APIs by the header Host.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      functionAssociations: [{ function: paths, eventType: FunctionEventType.VIEWER_REQUEST }],
    });
    const rest = behavior(this.restApi.ref);
    const sockets = behavior(this.webSocketApi.ref);
    // The page of the API names its description by /openapi.json.
    return { '/api/*': rest, '/docs*': rest, '/openapi.json': rest, '/ws': sockets, '/ws/*': sockets };
  }
}
