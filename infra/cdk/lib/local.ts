import { CfnAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';

/**
 * The same templates in an emulator of AWS on one machine: what is left out of them there and why, and what is different.
 * `-c local=1` asks for it.
 */

/** Resource types (or ways to use one) that the emulator (ministack 1.5.33) refuses, with what is lost by that. */
export const LEFT_OUT = {
  'AWS::ApiGateway::Account': 'one for the whole account and region; the emulator writes no access logs',
  'AWS::Batch::ComputeEnvironment': 'refused; jobs run as processes of the machine',
  'AWS::Batch::JobDefinition': 'refused; tests register the definitions through the API',
  'AWS::Batch::JobQueue': 'refused; tests create the queues through the API',
  'AWS::Budgets::Budget': 'refused; nothing costs anything',
  'AWS::CloudFront::KeyGroup': 'refused; films are addressed by signatures of S3',
  'AWS::CloudFront::PublicKey': 'refused; films are addressed by signatures of S3',
  'AWS::CloudWatch::Alarm (metric math)': 'refused; rates are not watched, dead letters are',
  'AWS::EC2::EIP': 'refused; comes with the NAT gateway',
  'AWS::EC2::NatGateway': 'refused; jobs run in no network of their own',
  'AWS::WAFv2::WebACLAssociation': 'refused; no firewall is emulated anyway',
} as const;

export type LeftOut = keyof typeof LEFT_OUT;

/** To the emulator an authorizer that names no source of identity is one that names the header `Authorization`. */
export function askForNoHeader(authorizer: CfnAuthorizer): void {
  authorizer.addPropertyOverride('IdentitySource', []);
}

export interface Local {
  /** Address of the emulator, which functions do not get from it: `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Bucket that holds the functions as `<function>.zip`. */
  readonly codeBucket: string;
}
