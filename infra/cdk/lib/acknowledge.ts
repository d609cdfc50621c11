import { Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Tells cdk-nag why rules (by id) do not hold for a construct. */
export function acknowledge(of: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(of).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })));
}
