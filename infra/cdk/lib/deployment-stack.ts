import { Aws, CfnOutput, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { CfnOIDCProvider, FederatedPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { arn } from './names';
import { acknowledgeWildcards, Permission } from './permissions';
import { Studio } from './studio';

const ISSUER = 'token.actions.githubusercontent.com';

/** Lets the workflow of the repository deploy this environment, without any stored key. Deployed once, by hand. */
export class DeploymentStack extends Stack {
  constructor(scope: Construct, { config, names }: Studio) {
    super(scope, names.stack('deployment'), { description: `Lectern ${config.name}: who may deploy` });
    const repository = new CfnParameter(this, 'Repository', { description: 'The repository on GitHub: owner/name' });
    const provider = new CfnOIDCProvider(this, 'GitHub', { url: `https://${ISSUER}`, clientIdList: ['sts.amazonaws.com'] });
    const permissions: Permission[] = [
      {
        why: 'Deploys by the roles that the bootstrap of the CDK made for that; their names end in account and region',
        actions: ['sts:AssumeRole'],
        resources: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/cdk-hnb659fds-*-role-${Aws.ACCOUNT_ID}-${Aws.REGION}`],
      },
      {
        why: 'Signs in to the registry; AWS knows no narrower resource for this action',
        actions: ['ecr:GetAuthorizationToken'],
        resources: ['*'],
      },
      {
        why: 'Puts images into the repositories of the jobs',
        actions: [
          'ecr:BatchCheckLayerAvailability',
          'ecr:BatchGetImage',
          'ecr:CompleteLayerUpload',
          'ecr:DescribeImages',
          'ecr:GetDownloadUrlForLayer',
          'ecr:InitiateLayerUpload',
          'ecr:PutImage',
          'ecr:UploadLayerPart',
        ],
        resources: [
          arn('ecr', `repository/${names.repository('render')}`),
          arn('ecr', `repository/${names.repository('composite')}`),
        ],
      },
    ];
    const role = new Role(this, 'Role', {
      roleName: names.stack('deploy'),
      maxSessionDuration: Duration.hours(1),
      assumedBy: new FederatedPrincipal(
        provider.attrArn,
        {
          StringEquals: {
            [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            // Jobs of this GitHub environment only: its protection rules hold.
            [`${ISSUER}:sub`]: `repo:${repository.valueAsString}:environment:${config.name}`,
          },
        },
        'sts:AssumeRoleWithWebIdentity',
      ),
      inlinePolicies: {
        Permissions: new PolicyDocument({
          statements: permissions.map(
            ({ actions, resources }) => new PolicyStatement({ actions: [...actions], resources: [...resources] }),
          ),
        }),
      },
    });
    acknowledgeWildcards(role, permissions);
    new CfnOutput(this, 'RoleArn', { value: role.roleArn });
  }
}
