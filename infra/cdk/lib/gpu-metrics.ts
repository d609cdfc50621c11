import { MultipartBody, MultipartUserData, UserData } from 'aws-cdk-lib/aws-ec2';

import { NAMESPACE } from './metrics';

/** Has instances of the render jobs report how busy their GPUs are: neither Batch nor ECS tells. */
export function reportGpuUse(environment: string): UserData {
  const configuration = {
    metrics: {
      namespace: NAMESPACE,
      metrics_collected: {
        nvidia_gpu: {
          measurement: ['utilization_gpu', 'memory_used'],
          metrics_collection_interval: 60,
          append_dimensions: { Environment: environment },
        },
      },
      // One metric for all instances, not one for each that ever was.
      aggregation_dimensions: [['Environment']],
      force_flush_interval: 60,
    },
  };
  const path = '/opt/aws/amazon-cloudwatch-agent/etc/lectern.json';
  const commands = UserData.forLinux();
  commands.addCommands(
    // A host without these figures is still a host.
    'dnf install -y amazon-cloudwatch-agent || exit 0',
    `cat > ${path} <<'END'`,
    JSON.stringify(configuration),
    'END',
    `/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:${path}`,
  );
  // Batch puts its own part beside ours.
  const parts = new MultipartUserData();
  parts.addPart(MultipartBody.fromUserData(commands));
  return parts;
}
