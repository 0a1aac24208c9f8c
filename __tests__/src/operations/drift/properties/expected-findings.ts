import type { Finding, Verdict } from "../../../../../src/operations/drift/report";
import { type Because, causeOf, causesOf } from "./expected-causes";
import type { ResolvedAttribute, ResolvedOutput, ResolvedPlan, ResolvedResource } from "./resolved";
import { type Leaves, shapes, type Value } from "./shapes";

/** A part of a finding: the resource's action, or one of its attributes. */
interface Part extends Because {
  readonly attribute?: Finding["attributes"][number];
  readonly forces?: boolean;
}

const unknown = Symbol("unknown until apply");

/** The findings that a plan must get, by what it is meant to do. */
export function expectedFindings(plan: ResolvedPlan): Finding[] {
  const causes = [...plan.resources.flatMap(causesOf), ...plan.outputs.flatMap(causesOfOutput)];
  const codeMoved = causes.some(({ cause }) => cause === "pending" || cause === "both");
  const cloudMoved = causes.some(({ cause }) => cause === "drift");
  const guess = !codeMoved && cloudMoved ? "drift" : "pending";
  return [
    ...plan.resources.flatMap((resource) => findingsOf(resource, guess)),
    ...plan.outputs.map(outputFinding),
  ];
}

/** The verdict that findings add up to. */
export function expectedVerdict(findings: readonly Finding[]): Verdict {
  const drift = findings.some(({ cause }) => cause === "drift");
  const pending = findings.some(({ cause }) => cause === "pending");
  if (drift) return pending ? "DRIFTED_AND_PENDING" : "DRIFTED";
  return pending ? "PENDING" : "IN_SYNC";
}

function findingsOf(resource: ResolvedResource, guess: "drift" | "pending"): Finding[] {
  const parts = partsOf(resource);
  const isOf = (cause: Finding["cause"]) => (part: Part) =>
    part.cause === cause ||
    (part.cause === "guess" && cause === guess) ||
    (part.cause === "both" && cause !== "state-only");
  return (["drift", "pending", "state-only"] as const).flatMap((cause) => {
    const own = parts.filter(isOf(cause));
    if (own.length === 0) return [];
    const followed = own.filter(({ doubtful }) => !doubtful || cause === "drift");
    const because = [...new Set(followed.flatMap((part) => part.because))].sort();
    const replaces = own.some(({ forces }) => forces);
    const guessed =
      cause === "drift" && own.some((part) => part.cause === "guess" || part.doubtful);
    return [
      {
        address: resource.address,
        cause,
        change: changeOf(resource, cause, replaces),
        destructive: cause !== "state-only" && (resource.action === "delete" || replaces),
        ...(because.length > 0 && { because }),
        ...(guessed && { guess: true }),
        ...(resource.imported && cause === "pending" && { imports: "i-1" }),
        attributes: own.flatMap(({ attribute }) => (attribute ? [attribute] : [])),
      },
    ];
  });
}

function changeOf(
  { kind, action, moved, imported }: ResolvedResource,
  cause: Finding["cause"],
  replaces: boolean,
): Finding["change"] {
  if (cause === "state-only") return kind === "gone" ? "delete" : "update";
  if (kind === "missing") return cause === "drift" ? "create" : "update";
  if (replaces) return "replace";
  if (cause === "pending" && imported) return "import";
  if (cause === "pending" && moved) return "move";
  return action === "replace" || action === "no-op" ? "update" : action;
}

function partsOf(resource: ResolvedResource): Part[] {
  const { kind, moved, imported, replace, attributes } = resource;
  const parts: Part[] = [];
  if (moved || imported) parts.push({ cause: "pending", because: [] });
  if (replace === "tainted") parts.push({ cause: "pending", because: [], forces: true });
  if (kind === "missing") parts.push({ cause: "drift", because: [] });
  if (["create", "delete", "forget", "deposed"].includes(kind))
    parts.push({ cause: "pending", because: [] });
  return [...parts, ...attributes.flatMap((each) => attributeParts(each, resource))];
}

function attributeParts(attribute: ResolvedAttribute, resource: ResolvedResource): Part[] {
  const { kind, action, forcing } = resource;
  const exists = ["attributes", "delete", "forget", "deposed"].includes(kind);
  const lost = kind === "missing" || kind === "gone";
  const isNew = kind === "create" || kind === "missing";
  const none: Leaves = new Map();
  const of = (value: Value): Leaves =>
    attribute.change === "form" ? none : shapes[attribute.shape].leaves(attribute.name, value);

  const cloud = exists ? of(kind === "attributes" ? attribute.cloud : attribute.state) : none;
  const state = kind === "attributes" || lost ? of(attribute.state) : cloud;
  const planned =
    isNew || (kind === "attributes" && action !== "no-op")
      ? of(attribute.unknown ? attribute.state : attribute.planned)
      : kind === "attributes" || kind === "gone"
        ? cloud
        : none;
  const place =
    attribute.unknown && action !== "no-op" && !["delete", "forget"].includes(action)
      ? shapes[attribute.shape].place(attribute.name)
      : undefined;
  const at = (leaves: Leaves, path: string) => leaves.get(path) ?? null;
  const plannedAt = (path: string) => (path === place ? unknown : at(planned, path));

  const paths = new Set([...state.keys(), ...cloud.keys(), ...planned.keys()]);
  return [...paths].flatMap((path): Part[] => {
    const three = [at(state, path), at(cloud, path), plannedAt(path)] as const;
    const because = causeOf(attribute, resource, three.map(text) as [string, string, string]);
    if (!because) return [];
    const [before, after] =
      because.cause === "state-only" ? [three[0], three[1]] : [three[1], three[2]];
    const isUnknown = after === unknown;
    return [
      {
        ...because,
        forces: forcing === attribute,
        attribute: {
          path,
          before,
          after: isUnknown ? null : after,
          sensitive: false,
          unknown: isUnknown,
        },
      },
    ];
  });
}

const text = (value: unknown) => (value === unknown ? "unknown" : JSON.stringify(value));

/** An output's new value is known: only that what it refers to is missing explains it. */
function causesOfOutput({ target }: ResolvedOutput): Because[] {
  return target?.kind === "missing"
    ? [{ cause: "both", because: [], doubtful: true }]
    : [{ cause: "pending", because: [] }];
}

function outputFinding(output: ResolvedOutput): Finding {
  const [{ cause, because }] = causesOfOutput(output) as [Because];
  const { name, action } = output;
  return {
    address: `output.${name}`,
    cause: cause === "both" ? "pending" : (cause as "drift" | "pending"),
    change: "output",
    destructive: false,
    ...(because.length > 0 && { because: [...because] }),
    attributes: [
      {
        path: "",
        before: action === "create" ? null : "old",
        after: action === "delete" ? null : "new",
        sensitive: false,
        unknown: false,
      },
    ],
  };
}
