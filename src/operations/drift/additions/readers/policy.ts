import { elements, isObject } from "../../judge/values";

/** A statement of a resource's policy, as far as people are told of it. */
export interface Statement {
  readonly Sid?: unknown;
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** The statements of a policy document; a single one may stand there without a list. */
export function statementsIn(document: string | undefined): readonly Statement[] {
  if (document === undefined || document === "") return [];
  const policy: unknown = JSON.parse(document);
  const statements = isObject(policy) ? policy.Statement : undefined;
  return listOf(statements).filter(isObject);
}

/** Whom a statement names: accounts, ARNs, services, or `*`. */
export function principalsOf({ Principal }: Statement): readonly string[] {
  const named = isObject(Principal) ? Object.values(Principal).flatMap(listOf) : listOf(Principal);
  return named.map(String);
}

/**
 * Whether a statement is about a resource, or about something in it: a name in a policy may hold `*` and `?`. One that
 * names no resources is about all.
 */
export function names({ Resource }: Statement, arn: string): boolean {
  const named = listOf(Resource).map(String);
  return (
    named.length === 0 || [arn, `${arn}:*`].some((each) => named.some((one) => isLike(each, one)))
  );
}

function isLike(text: string, pattern: string): boolean {
  const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
}

/** Such as `111122223333 may lambda:InvokeFunction, under conditions`. */
export function statementText(statement: Statement): string {
  const who = principalsOf(statement).join(", ") || "whoever it names";
  const may = statement.Effect === "Deny" ? "may not" : "may";
  const what = listOf(statement.Action).join(", ") || "do what it says";
  const condition = statement.Condition === undefined ? "" : ", under conditions";
  return `${who} ${may} ${what}${condition}`;
}

/** One value may stand there without a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? elements(value) : [value];
}
