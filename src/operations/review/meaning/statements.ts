import { canonical, isObject, type Json, type JsonObject, listOf } from "../compare/json";

/** One thing that a policy allows or denies: who may do what on what, and when. */
export interface Grant {
  readonly effect: "Allow" | "Deny";
  /** Such as `service ec2.amazonaws.com`, `the role instance-role/this`, `everybody`. */
  readonly principal: string;
  /** Such as `s3:PutObject`, `s3:*`; behind `all but` what a NotAction leaves out. */
  readonly action: string;
  /** An ARN, a pattern of such, or a reference; behind `all but` what a NotResource leaves out. */
  readonly resource: string;
  readonly condition: JsonObject;
}

/** Who a policy is about, where its statements don't say: the role that has it, the resource that it is of. */
export interface About {
  readonly principal: string;
  readonly resource: string;
}

/**
 * Every grant of a policy, one for each principal, action and resource.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function grantsOf(policy: Json | undefined, about: About): Grant[] {
  if (!isObject(policy)) return [];
  return listOf(policy.Statement)
    .filter(isObject)
    .flatMap((statement) => {
      const effect = statement.Effect === "Deny" ? "Deny" : "Allow";
      const condition = isObject(statement.Condition) ? statement.Condition : {};
      const principals = [
        ...principalsOf(statement.Principal),
        ...allBut(principalsOf(statement.NotPrincipal)),
      ];
      return or(principals, about.principal).flatMap((principal) =>
        or(texts(statement, "Action"), "").flatMap((action) =>
          or(texts(statement, "Resource"), about.resource).map(
            (resource): Grant => ({ effect, principal, action, resource, condition }),
          ),
        ),
      );
    });
}

function or(found: readonly string[], otherwise: string): readonly string[] {
  return found.length > 0 ? found : [otherwise];
}

function texts(statement: JsonObject, name: string): string[] {
  return [
    ...listOf(statement[name]).map(String),
    ...allBut(listOf(statement[`Not${name}`]).map(String)),
  ];
}

const exceptions = "all but ";

/** What is left out is left out together: with one name fewer, a statement is about more. */
function allBut(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${exceptions}${[...names].sort().join(", ")}`];
}

function leftOut(text: string): string[] | undefined {
  return text.startsWith(exceptions) ? text.slice(exceptions.length).split(", ") : undefined;
}

function principalsOf(value: Json | undefined): string[] {
  if (!isObject(value)) return listOf(value).map((each) => named("AWS", String(each)));
  return Object.entries(value).flatMap(([kind, each]) =>
    listOf(each).map((one) => named(kind, String(one))),
  );
}

function named(kind: string, name: string): string {
  if (name === "*") return "everybody";
  return kind === "Service" ? `service ${name}` : name;
}

/** Whether whatever `narrow` is about, `wide` is about too. */
export function covers(wide: Grant, narrow: Grant): boolean {
  return (
    wide.effect === narrow.effect &&
    (wide.principal === "everybody" || matches(wide.principal, narrow.principal)) &&
    matches(wide.action.toLowerCase(), narrow.action.toLowerCase()) &&
    matches(wide.resource, narrow.resource) &&
    isWeaker(wide.condition, narrow.condition)
  );
}

/** IAM's patterns: `*` is any text, `?` any character. All but one covers all but that one and others. */
function matches(pattern: string, text: string): boolean {
  if (pattern === text || pattern === "*") return true;
  const [fewer, more] = [leftOut(pattern), leftOut(text)];
  if (fewer !== undefined || more !== undefined)
    return fewer?.every((name) => more?.includes(name)) ?? false;
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${source.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(text);
}

/** All conditions must hold, and of one's values any: so fewer conditions allow more, and more values do. */
function isWeaker(weak: JsonObject, strong: JsonObject): boolean {
  return Object.entries(weak).every(([operator, tests]) =>
    Object.entries(isObject(tests) ? tests : {}).every(([key, values]) => {
      const strict = strong[operator];
      const other = isObject(strict) ? strict[key] : undefined;
      if (other === undefined) return false;
      if (canonical(other) === canonical(values)) return true;
      if (/Not|ForAllValues|Null|Bool|Less|Greater/.test(operator)) return false;
      const allowed = listOf(values).map(String);
      return listOf(other).every((each) => allowed.includes(String(each)));
    }),
  );
}
