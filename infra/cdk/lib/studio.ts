import { DefaultStackSynthesizer, StackProps } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { Node } from 'constructs';

import { ENVIRONMENTS, EnvironmentConfig, EnvironmentName } from '../config';
import { LeftOut, Local } from './local';
import { Names } from './names';

/** What every stack of an environment is told. */
export interface Studio {
  readonly config: EnvironmentConfig;
  readonly names: Names;
  readonly architecture: Architecture;
  /** Folder with a folder or zip for each function; `placeholder` for templates that are only looked at. */
  readonly functions: string;
  /** Set when the templates are for the emulator. */
  readonly local?: Local;
}

/** Whether resources of a type that the emulator refuses are to be made. */
export function has(studio: Studio, _type: LeftOut): boolean {
  return studio.local === undefined;
}

export function stackProps({ config, local }: Studio, holds: string): StackProps {
  return {
    description: `Lectern ${config.name}: ${holds}`,
    // The emulator is not bootstrapped: nothing of the templates is an asset there.
    synthesizer: local && new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
  };
}

/**
 * Reads the context of the app:
 *
 * | key | meaning |
 * |---|---|
 * | `environment` | only this one of the environments; the emulator's is `dev` |
 * | `functions` | see `Studio`; `../../target/lambda` if not given |
 * | `arch` | `arm64`, or `x86` |
 * | `local` | `1` for the emulator |
 * | `endpoint`, `codeBucket` | see `Local` |
 */
export function studios(node: Node): Studio[] {
  const text = (key: string): string | undefined => node.tryGetContext(key);
  const arch = text('arch') ?? 'arm64';
  if (arch !== 'arm64' && arch !== 'x86') throw new Error(`arch is ${arch}; it can be arm64 or x86`);
  const isLocal = ['1', 'true'].includes(String(text('local')));
  const local = isLocal
    ? { endpoint: text('endpoint') ?? 'http://127.0.0.1:4566', codeBucket: text('codeBucket') ?? 'lectern-functions' }
    : undefined;
  const wanted = text('environment') ?? (isLocal ? 'dev' : undefined);
  if (wanted !== undefined && !(wanted in ENVIRONMENTS)) throw new Error(`there is no environment ${wanted}`);
  const chosen = wanted ? [ENVIRONMENTS[wanted as EnvironmentName]] : Object.values(ENVIRONMENTS);
  return chosen.map((config) => ({
    config,
    names: new Names(config.name, isLocal),
    architecture: arch === 'x86' ? Architecture.X86_64 : Architecture.ARM_64,
    functions: text('functions') ?? '../../target/lambda',
    local,
  }));
}
