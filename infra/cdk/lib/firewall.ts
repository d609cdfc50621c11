import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

import { Studio } from './studio';

/** Rules that look for attacks in bodies. Scripts are lessons about anything, markup and shell commands included. */
const RULES_ON_BODIES = {
  AWSManagedRulesCommonRuleSet: [
    'SizeRestrictions_BODY',
    'CrossSiteScripting_BODY',
    'GenericLFI_BODY',
    'GenericRFI_BODY',
    'EC2MetaDataSSRF_BODY',
  ],
  AWSManagedRulesKnownBadInputsRuleSet: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY'],
  AWSManagedRulesAmazonIpReputationList: [],
} as const;

/** The firewall of the REST API. What it only counts shows in its metrics. */
export function firewall(scope: Construct, { config, names }: Studio): CfnWebACL {
  const visible = (metricName: string) => ({ cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName });
  const managed = Object.entries(RULES_ON_BODIES).map(([name, counted], index) => ({
    name,
    priority: index + 1,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  }));
  return new CfnWebACL(scope, 'Firewall', {
    name: names.prefix,
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visible(names.prefix),
    rules: [
      {
        name: 'requests-per-address',
        priority: 0,
        action: { block: {} },
        statement: { rateBasedStatement: { limit: config.requestsPerAddress, aggregateKeyType: 'IP' } },
        visibilityConfig: visible('requests-per-address'),
      },
      ...managed,
    ],
  });
}
