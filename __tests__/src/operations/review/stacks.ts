import { type Compared, compare } from "../../../../src/operations/review/compare/changes";
import { ClearSecrets } from "../../../../src/operations/review/compare/clear-secrets";
import { stackOf } from "../../../../src/operations/review/compare/stack";

type Values = Readonly<Record<string, any>>;
/** Arguments by address, such as `aws_lb.web`; beside resources, the sections of Terraform's JSON by their names. */
export type Written = Readonly<Record<string, Values>>;

/** Terraform's JSON of what is written. */
export function jsonOf(written: Written): Values {
  const json: Record<string, any> = {};
  for (const [address, values] of Object.entries(written)) {
    const parts = address.split(".");
    const [section = "", type = "", name] =
      parts[0] === "data" ? parts : parts.length === 2 ? ["resource", ...parts] : [address];
    if (name === undefined) json[section] = values;
    else json[section] = { ...json[section], [type]: { ...json[section]?.[type], [name]: values } };
  }
  return json;
}

/** Two states of one environment. */
export function comparison(before: Written | null, after: Written | null): Compared {
  const secrets = new ClearSecrets();
  const stack = (written: Written | null) =>
    written === null ? null : stackOf("uat", jsonOf(written), secrets);
  return compare(stack(before), stack(after));
}

export function policy(...statements: readonly Values[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
