import { Template } from 'aws-cdk-lib/assertions';

import { EnvironmentName } from '../config';
import { lectern } from '../lib/app';

export type Resource = { Type: string; Properties: Record<string, any>; DeletionPolicy?: string };
export type Templates = Record<string, Template>;

/** The templates of an environment by the names of their stacks: `storage`, `pipeline` … */
export function templates(environment: EnvironmentName, context: Record<string, string> = {}): Templates {
  const all = { functions: 'placeholder', environment, ...context };
  const key = JSON.stringify(all);
  const known = synthesised.get(key) ?? synthesise(environment, all);
  synthesised.set(key, known);
  return known;
}

const synthesised = new Map<string, Templates>();

function synthesise(environment: EnvironmentName, context: Record<string, string>): Templates {
  const app = lectern(context);
  const prefix = `lectern-${environment}-`;
  return Object.fromEntries(
    app.synth().stacks.map((stack) => [stack.stackName.slice(prefix.length), Template.fromJSON(stack.template)]),
  );
}

/** All resources of a type, of one template or of several. */
export function resources(of: Template | Templates, type: string): Resource[] {
  const all = of instanceof Template ? [of] : Object.values(of);
  return all.flatMap((template) => Object.values(template.findResources(type)) as Resource[]);
}

/** A value with its references put into it as `<name>`, so that it can be compared as text. */
export function text(value: any): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(text).join(value['Fn::Join'][0]);
  if ('Fn::GetAtt' in value) return `<${value['Fn::GetAtt'].join('.')}>`;
  if ('Fn::ImportValue' in value) return `<${value['Fn::ImportValue']}>`;
  if ('Ref' in value) return `<${value.Ref}>`;
  return JSON.stringify(value);
}
