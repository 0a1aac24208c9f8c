import type { Configuration } from "./synthesized";

/** A call, as IAM judges it: what is asked of which resource, and what is known of both. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  /** By IAM's condition keys. */
  readonly known?: Readonly<Record<string, string>>;
}

const list = (value: unknown): readonly string[] => [value].flat() as string[];

/** Whether a text fits a pattern of IAM's, in which `*` is any text and `?` any character. */
export function fits(pattern: string, text: string, ignoresCase = false): boolean {
  const parts = pattern.split(/([*?])/).map((part) => {
    if (part === "*") return ".*";
    return part === "?" ? "." : part.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, ignoresCase ? "is" : "s").test(text);
}

type Test = (known: string | undefined, wanted: readonly string[]) => boolean;
const equals: Test = (known, wanted) => known !== undefined && wanted.includes(known);
const like: Test = (known, wanted) =>
  known !== undefined && wanted.some((each) => fits(each, known));

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Readonly<Record<string, Test>> = {
  ArnLike: like,
  "ForAllValues:StringLike": (known, wanted) => known === undefined || like(known, wanted),
  Null: (known, [wanted]) => String(known === undefined) === wanted,
  StringEquals: equals,
  StringLike: like,
  StringNotEquals: (known, wanted) => !equals(known, wanted),
};

function concerns(statement: Configuration, { action, resource, known = {} }: Call): boolean {
  return (
    list(statement.Action).some((each) => fits(each, action, true)) &&
    list(statement.Resource).some((each) => fits(each, resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) => {
      const test = operators[operator];
      if (test === undefined) throw new Error(`How does IAM judge ${operator}?`);
      return Object.entries(keys as object).every(([key, wanted]) =>
        test(known[key], list(wanted)),
      );
    })
  );
}

/**
 * Whether statements together permit a call: one allows it, and none denies it.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function permits(statements: readonly Configuration[], call: Call): boolean {
  const concerned = statements.filter((statement) => concerns(statement, call));
  return (
    concerned.some(({ Effect }) => Effect === "Allow") &&
    concerned.every(({ Effect }) => Effect !== "Deny")
  );
}
