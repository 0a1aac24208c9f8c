import { withoutInstanceKeys } from "./addresses";
import type { Configuration } from "./configuration";
import { type Comparison, compare, type Leaf } from "./leaves";
import type { Change, Plan, ResourceChange } from "./plan";
import type { Secrets } from "./secrets";
import { canonical, isEmpty, same } from "./values";
import { eitherMarked, type Versions } from "./versions";

/** `unknown`: something that this version of the judge has never heard of. */
export type Action = "create" | "update" | "replace" | "delete" | "forget" | "no-op" | "unknown";

/** A managed resource that the plan changes, or that has changed in the cloud, or both. */
export interface ChangedResource {
  readonly address: string;
  /** Without instance keys: as the configuration names it. */
  readonly configurationAddress: string;
  readonly deposed: string | undefined;
  /** What the plan does; `no-op` where it does nothing. */
  readonly action: Action;
  /** Terraform's own reason for the action, where it gives one. */
  readonly actionReason: string | undefined;
  readonly previousAddress: string | undefined;
  /** The id that an import block gives; empty where it is known only during apply. */
  readonly importId: string | undefined;
  /** The identity that an import block gives instead of an id. */
  readonly importIdentity: unknown;
  readonly replacePaths: readonly (readonly unknown[])[];
  /** It was in the state and is no longer in the cloud. */
  readonly missing: boolean;
  /** Attributes that the plan changes. */
  readonly planned: readonly Leaf[];
  /** Attributes that have changed in the cloud. */
  readonly drifted: readonly Leaf[];
  /** What an update changes in form alone. */
  readonly form: readonly Leaf[];
  /** Lists in which an update moves a block that it also changes. */
  readonly moves: readonly Leaf[];
  /** Those of `planned` that force a replacement. */
  readonly forcing: ReadonlySet<Leaf>;
  /** Other attributes than before would be sensitive. */
  readonly remarked: boolean;
  /** The old object of a replacement is left in the cloud, and Terraform forgets it. */
  readonly abandons: boolean;
  /** As the plan has them, such as `["create", "delete"]`. */
  readonly actions: readonly string[];
}

/** Every managed resource with a planned action, a move, an import, or a difference to the state. */
export function changedResources(
  plan: Plan,
  configuration: Configuration,
  secrets: Secrets,
): ChangedResource[] {
  const changes = (plan.resource_changes ?? []).filter((change) => !isRead(change));
  const drifts = new Map(
    (plan.resource_drift ?? [])
      .filter(({ mode }) => mode === "managed")
      .map((drift) => [keyOf(drift), drift]),
  );
  const resources: ChangedResource[] = [];
  for (const change of changes) {
    const key = keyOf(change);
    const drift = drifts.get(key);
    drifts.delete(key);
    // Most resources stay as they are.
    if (drift !== undefined || isPlanned(change))
      resources.push(resourceOf(change, change, drift, configuration, secrets));
  }
  for (const drift of drifts.values())
    resources.push(resourceOf(drift, undefined, drift, configuration, secrets));
  return resources.filter(isChanged);
}

function resourceOf(
  { address, deposed }: ResourceChange,
  change: ResourceChange | undefined,
  drift: ResourceChange | undefined,
  configuration: Configuration,
  secrets: Secrets,
): ChangedResource {
  const action = change ? actionOf(change) : "no-op";
  const compared =
    action === "no-op" && !drift
      ? nothing
      : compare(versionsOf(action, change?.change, drift?.change));
  const leaves = withoutMirrors(compared.leaves.map((leaf) => secrets.marked(leaf)));
  const form = compared.form.map((leaf) => secrets.marked(leaf));
  const moves = compared.moves.map((leaf) => secrets.marked(leaf));
  const replacePaths = change?.change.replace_paths ?? [];
  const importing = change?.change.importing;
  const forces = (leaf: Leaf) =>
    action === "replace" && replacePaths.some((path) => isOn(leaf, path));
  // In a replacement, a provider leaves null what nobody has set. What forces one is never form.
  const isForm = (leaf: Leaf) =>
    action === "replace" &&
    !leaf.unknown &&
    isEmpty(leaf.planned) &&
    !forces(leaf) &&
    !configuration.isSet(address, leaf.attributes);
  const planned = [
    ...leaves.filter((leaf) => leaf.isPlanned && !isForm(leaf)),
    ...form.filter(forces),
  ];
  return {
    address,
    configurationAddress: withoutInstanceKeys(address),
    deposed: deposed ?? undefined,
    action,
    actionReason: change?.action_reason ?? undefined,
    previousAddress: change?.previous_address ?? undefined,
    importId: importing ? secrets.shown(importing.id ?? "") : undefined,
    importIdentity: secrets.shown(importing?.identity ?? undefined),
    replacePaths,
    missing: drift?.change.actions.join() === "delete",
    planned,
    drifted: leaves.filter((leaf) => leaf.isDrift),
    form: action === "update" ? form : [],
    moves: action === "update" ? moves : [],
    forcing: new Set(planned.filter(forces)),
    remarked:
      action !== "no-op" && !same(change?.change.before_sensitive, change?.change.after_sensitive),
    abandons: action === "replace" && change?.change.actions.includes("forget") === true,
    actions: change?.change.actions ?? [],
  };
}

const nothing: Comparison = { leaves: [], form: [], moves: [] };

/** Without what a provider only repeats: `tags_all` holds each of `tags` once more. */
function withoutMirrors(leaves: readonly Leaf[]): readonly Leaf[] {
  if (!leaves.some(({ attributes: [first] }) => first === mirror)) return leaves;
  const key = (leaf: Leaf, first = leaf.attributes[0]) =>
    canonical([
      [first, ...leaf.attributes.slice(1)],
      [leaf.state, leaf.cloud, leaf.planned, leaf.unknown, leaf.sensitive],
    ]);
  const mirrored = new Set(
    leaves.filter(({ attributes: [first] }) => first === "tags").map((leaf) => key(leaf)),
  );
  return leaves.filter((leaf) => leaf.attributes[0] !== mirror || !mirrored.has(key(leaf, "tags")));
}

const mirror = "tags_all";

/** Whether an attribute is at a way of `replace_paths`, above or below. */
export function isOn(leaf: Leaf, replacePath: readonly unknown[]): boolean {
  const names = replacePath.filter((step) => typeof step === "string");
  return names.every(
    (name, index) => index >= leaf.attributes.length || leaf.attributes[index] === name,
  );
}

function versionsOf(
  action: Action,
  change: Change | undefined,
  drift: Change | undefined,
): Versions {
  const before = (of: Change) => ({ value: of.before, sensitive: of.before_sensitive });
  const after = (of: Change) => ({ value: of.after, sensitive: of.after_sensitive });
  const found = drift ? after(drift) : none;
  const cloud = change
    ? { value: change.before, sensitive: eitherMarked(change.before_sensitive, found.sensitive) }
    : found;
  return {
    state: drift ? before(drift) : cloud,
    cloud,
    planned: change && action !== "no-op" ? after(change) : cloud,
    unknown: action === "no-op" ? undefined : change?.after_unknown,
  };
}

const none = { value: undefined, sensitive: undefined };

/** A data source that is read, now or during apply: never a change. */
function isRead({ mode, change }: ResourceChange): boolean {
  return mode === "data" && ["no-op", "read"].includes(change.actions.join());
}

function actionOf({ mode, change }: ResourceChange): Action {
  if (mode !== "managed") return "unknown";
  switch (change.actions.join()) {
    case "no-op":
    case "read":
      return "no-op";
    case "create":
      return "create";
    case "update":
      return "update";
    case "delete":
      return "delete";
    case "forget":
      return "forget";
    case "delete,create":
    case "create,delete":
    case "create,forget":
    case "forget,create":
      return "replace";
    default:
      return "unknown";
  }
}

/** Whether the plan does anything with a resource, be it only in the state. */
function isPlanned(change: ResourceChange): boolean {
  const { previous_address: previous, change: planned } = change;
  return actionOf(change) !== "no-op" || isGiven(previous) || isGiven(planned.importing);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isChanged(resource: ChangedResource): boolean {
  return (
    resource.action !== "no-op" ||
    resource.previousAddress !== undefined ||
    resource.importId !== undefined ||
    resource.missing ||
    resource.drifted.length > 0
  );
}

function keyOf({ address, deposed }: ResourceChange): string {
  return deposed ? JSON.stringify([address, deposed]) : address;
}
