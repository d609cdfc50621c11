import { Architecture } from 'aws-cdk-lib/aws-lambda';

import { JobName } from './names';

/**
 * What a second of a function or job costs in US dollars, for the metric CostUsd: list prices of us-east-1 (November 2026; check them
 * on the services' price pages). Requests, storage and traffic come on top; docs/scale.md counts them.
 */
export function functionUsdPerSec(memoryMib: number, architecture: Architecture): string {
  const usdPerGibSec = architecture === Architecture.ARM_64 ? 0.0000133334 : 0.0000166667;
  return ((memoryMib / 1024) * usdPerGibSec).toPrecision(4);
}

/** On demand; on Spot a second costs a third of it or so, so the metric is a bound from above. */
const JOB_USD_PER_HOUR: Record<JobName, number> = {
  // A g4dn.xlarge, all of which a job takes.
  render: 0.526,
  // Fargate: 4 vCPUs and 8 GiB.
  composite: 4 * 0.04048 + 8 * 0.004445,
};

export const jobUsdPerSec = (job: JobName): string => (JOB_USD_PER_HOUR[job] / 3600).toPrecision(4);
