import { same } from "../../judge/values";
import { awsCommand } from "../aws-command";
import { type CloudObject, type CloudObjects, regionOf, text } from "./cloud-objects";

/** An attribute that the code may leave out, and which Terraform then takes from the cloud, whatever it is. */
export interface Unset {
  readonly type: string;
  /** Whether it is this one. */
  readonly attribute: string | RegExp;
  /** Whether it is what AWS makes of it (default: nothing at all, which always is). */
  readonly settled?: (
    value: unknown,
    object: CloudObject,
    objects: CloudObjects,
    name: string,
  ) => boolean;
  /** A resource of this type, with the same `bucket` or `secret_arn`, manages it. */
  readonly ownedBy?: string;
  readonly what: string;
  /** How it becomes again what AWS makes of it. */
  readonly remedy: (object: CloudObject, name: string) => string;
}

export const is =
  (...values: unknown[]) =>
  (value: unknown) =>
    values.some((each) => same(value, each));

/** A call of the AWS CLI in the object's region. */
export function commandOn(
  { found }: CloudObject,
  operation: string,
  options: Parameters<typeof awsCommand>[2],
): string {
  return awsCommand(regionOf(found) || text(found, "region"), operation, options);
}
