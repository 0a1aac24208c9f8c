import { own } from "../../terraform/diagnosis/json-values";
import { stateResources } from "../../terraform/plan/state-resources";
import type { Looked } from "../additions/addition";
import { additionsInPlan } from "../additions/in-plan/additions-in-plan";
import { CloudObjects } from "../additions/in-plan/cloud-objects";
import { additionsOf } from "../additions/not-looked-for";
import { withCloudIds } from "../cloud-ids";
import { heldIn } from "../held";
import {
  type EnvironmentReport,
  type Finding,
  type Health,
  noCounts,
  schemaVersion,
  type Verdict,
} from "../report";
import { Acceptance, type AcceptedDifference } from "./accepted";
import { Causes } from "./causes";
import { changedResources } from "./changes";
import { Configuration } from "./configuration";
import { findingsOf } from "./findings";
import { fingerprintOf } from "./fingerprint";
import { invocationFindings, invocationLines } from "./invocations";
import { TooDeep } from "./leaves";
import { type Change, type Plan, readPlan } from "./plan";
import { Secrets } from "./secrets";
import { sectionLines, unknownSections } from "./sections";
import { unmanagedFindings } from "./unmanaged";
import { isEmpty } from "./values";

export interface JudgeOptions {
  /** The environment that the plan is of, where it is known. */
  readonly environment: string | null;
  readonly accepted: readonly AcceptedDifference[];
  /** As YYYY-MM-DD: an accepted difference holds until the end of its last day. */
  readonly today: string;
  /** Name of the SSM parameter that says whether updates are held (default: the deployment has none). */
  readonly updatesParameter?: string | undefined;
  /** What AWS's API told of additions that no plan shows (default: it wasn't asked, as of a saved plan). */
  readonly looked?: Looked;
}

/**
 * Judges a plan: what has moved in the cloud, what in the code, and what merely follows.
 *
 * @param plan parsed JSON of `terraform show -json PLAN`
 * @returns the report, without what a plan doesn't hold (commit, state, provider versions: null). A
 *   plan that can't be judged is `INCONCLUSIVE`, one that Terraform calls errored is `ERROR`, each
 *   with its reasons; nothing is thrown for anything that a plan may hold.
 */
export function judgePlan(plan: unknown, options: JudgeOptions): EnvironmentReport {
  const reading = readPlan(plan);
  if ("unreadable" in reading) {
    if (own(plan, "errored") === true)
      return withoutJudgement(options, null, "ERROR", [plannedWithError]);
    const lacks =
      madeByOther(plan) ?? `The plan lacks what a verdict needs: ${reading.unreadable.join("; ")}`;
    return withoutJudgement(options, null, "INCONCLUSIVE", [lacks]);
  }
  try {
    const refusal = refusalOf(reading.plan, plan);
    if (refusal) {
      const [verdict, reasons] = refusal;
      const strange = unknownSections(plan).map(notKnown);
      const known = withoutJudgement(options, reading.plan, verdict, [...reasons, ...strange]);
      return { ...known, health: healthOf(reading.plan, new Secrets(plan)) };
    }
    return judgeReadable(reading.plan, plan, options);
  } catch (error) {
    // A RangeError is V8's word for a stack that such nesting has used up.
    if (!(error instanceof TooDeep || error instanceof RangeError)) throw error;
    return withoutJudgement(options, reading.plan, "INCONCLUSIVE", [
      `The plan can't be compared: ${error.message}`,
    ]);
  }
}

/** OpenTofu and a Terraform before 1.8 leave out what says whether a plan is whole, and whether it would do anything. */
function madeByOther(plan: unknown): string | undefined {
  const missing = ["applyable", "complete", "errored"].filter(
    (field) => own(plan, field) === undefined,
  );
  const isPlan = typeof own(plan, "format_version") === "string" && own(plan, "configuration");
  if (!isPlan || missing.length < 2) return undefined;
  return `The plan lacks ${missing.join(" and ")}, so it was made by OpenTofu, or by a Terraform before 1.8: only what Terraform 1.8 or newer plans can be judged`;
}

const plannedWithError = "Terraform says that the plan ended with an error";

/** Why a plan isn't judged at all. */
function refusalOf(plan: Plan, whole: unknown): [Verdict, string[]] | undefined {
  if (plan.errored) return ["ERROR", [plannedWithError]];
  if (!/^1\.\d+$/.test(plan.format_version))
    return [
      "INCONCLUSIVE",
      [`The plan's format is ${JSON.stringify(plan.format_version)}, and only 1.x is known`],
    ];
  if (!plan.complete)
    return [
      "INCONCLUSIVE",
      ["The plan is incomplete: it was limited to targets, or changes were deferred"],
    ];
  if ((plan.deferred_changes ?? []).length > 0)
    return ["INCONCLUSIVE", ["The plan defers changes to a later one"]];
  if ((plan.deferred_action_invocations ?? []).length > 0)
    return ["INCONCLUSIVE", ["The plan defers an action's invocation to a later one"]];
  const does = [plan.resource_changes, plan.action_invocations, plan.output_changes];
  if (plan.applyable && does.every((each) => isEmpty(each)) && !plan.resource_changes)
    return ["INCONCLUSIVE", ["The plan is applyable, but holds no resource changes"]];
  if (isEmpty(plan.resource_changes) && holdsResources(whole))
    return [
      "INCONCLUSIVE",
      ["The plan says nothing of the resources in its state: it was made with -refresh-only"],
    ];
  return undefined;
}

/** A plan that compares names each resource of its state among its changes, also where nothing changes. */
function holdsResources(plan: unknown): boolean {
  return stateResources(own(own(plan, "prior_state"), "values")).some(
    (resource) => own(resource, "mode") === "managed",
  );
}

const offline: Looked = { called: false, because: "a saved plan is judged offline" };

function judgeReadable(plan: Plan, whole: unknown, options: JudgeOptions): EnvironmentReport {
  const configuration = new Configuration(plan.configuration.root_module);
  const secrets = new Secrets(whole);
  const resources = changedResources(plan, configuration, secrets);
  const outputs = changedOutputs(plan, secrets);
  const acceptance = new Acceptance(options.accepted, options.environment, options.today);
  const { findings: ofValues, unexplained } = findingsOf(
    resources,
    outputs,
    new Causes(resources, configuration),
    acceptance,
  );

  const planned = [...ofValues, ...invocationFindings(plan, ofValues, secrets)];
  const strange = unknownSections(whole);
  const reasons = unexplained.map((each): string => secrets.shown(each));
  const explained = readsForChecks(plan) || planned.some(({ cause }) => cause !== "state-only");
  if (plan.applyable && !explained && reasons.length === 0)
    reasons.push("Terraform calls the plan applyable, but nothing in it says why");
  // What is accepted may not be all that an apply would do.
  if (plan.applyable && strange.length > 0 && verdictOf(planned) === "IN_SYNC")
    reasons.push("Terraform calls the plan applyable, perhaps for what isn't known here");
  const fingerprint =
    reasons.length > 0
      ? null
      : fingerprintOf(options.environment, resources, outputs, configuration, [
          ...invocationLines(plan, secrets),
          ...sectionLines(whole),
        ]);
  const { looked = offline } = options;
  const objects = new CloudObjects(plan, configuration);
  const added = [
    ...additionsInPlan(objects, options.environment),
    ...(looked.called ? looked.additions : []),
  ];
  if (looked.called) reasons.push(...looked.failures);
  const findings = withCloudIds(
    [...planned, ...unmanagedFindings(added, acceptance, secrets)],
    plan,
    secrets,
  );

  return {
    ...empty(options, plan),
    verdict: reasons.length > 0 ? "INCONCLUSIVE" : verdictOf(findings),
    held: heldIn(plan, options.updatesParameter),
    reasons: [...reasons, ...strange.map(notKnown)],
    cause: looked.called ? looked.cause : null,
    planFingerprint: fingerprint,
    counts: countsOf(findings),
    additions: additionsOf(objects.types, looked),
    findings: [...findings].sort(byAddressAndCause),
    accepted: acceptance.entries(),
    health: healthOf(plan, secrets),
  };
}

function notKnown(section: string): string {
  return `The plan has a section ${JSON.stringify(section)} that isn't known here, and what it holds isn't judged`;
}

/**
 * Whether the plan reads data sources of `check` blocks: Terraform calls it applyable for that alone, and an apply would
 * change nothing.
 *
 * https://developer.hashicorp.com/terraform/language/block/check
 */
function readsForChecks({ resource_changes: changes }: Plan): boolean {
  return (changes ?? []).some(
    ({ mode, action_reason: reason, change }) =>
      mode === "data" && reason === "read_because_check_nested" && change.actions.join() === "read",
  );
}

function byAddressAndCause(one: Finding, other: Finding): number {
  const [a, b] = [one, other].map(
    ({ address, deposed = "", cause, addition }) =>
      `${address} ${deposed} ${cause} ${addition?.path ?? ""}`,
  );
  return String(a) < String(b) ? -1 : 1;
}

function changedOutputs(plan: Plan, secrets: Secrets): Map<string, Change> {
  const changed = Object.entries(plan.output_changes ?? {}).filter(
    ([, { actions }]) => actions.join() !== "no-op",
  );
  const marked = changed.map(([name, change]): [string, Change] =>
    secrets.areIn([change.before, change.after])
      ? [name, { ...change, after_sensitive: true }]
      : [name, change],
  );
  return new Map(marked);
}

function verdictOf(findings: readonly Finding[]): Verdict {
  const counting = new Set(findings.filter(({ accepted }) => !accepted).map(({ cause }) => cause));
  if (counting.has("drift") || counting.has("unmanaged"))
    return counting.has("pending") ? "DRIFTED_AND_PENDING" : "DRIFTED";
  return counting.has("pending") ? "PENDING" : "IN_SYNC";
}

function countsOf(findings: readonly Finding[]): EnvironmentReport["counts"] {
  const counting = findings.filter(({ accepted }) => !accepted);
  const number = (cause: Finding["cause"]) =>
    counting.filter((finding) => finding.cause === cause).length;
  return {
    drift: number("drift"),
    pending: number("pending"),
    unmanaged: number("unmanaged"),
    stateOnly: number("state-only"),
    destructive: counting.filter(({ destructive }) => destructive).length,
    accepted: findings.length - counting.length,
  };
}

function withoutJudgement(
  options: JudgeOptions,
  plan: Plan | null,
  verdict: Verdict,
  reasons: string[],
): EnvironmentReport {
  return { ...empty(options, plan), verdict, reasons };
}

function empty({ environment }: JudgeOptions, plan: Plan | null): EnvironmentReport {
  return {
    schemaVersion,
    environment,
    verdict: "INCONCLUSIVE",
    held: null,
    reasons: [],
    cause: null,
    commit: null,
    terraformVersion: plan?.terraform_version ?? null,
    providerVersions: null,
    plannedAt: plan?.timestamp ?? null,
    state: null,
    planFingerprint: null,
    counts: noCounts,
    additions: { called: false, because: "the plan wasn't judged", notLookedFor: [] },
    findings: [],
    accepted: [],
    health: [],
  };
}

/** Checks, preconditions and postconditions that didn't pass: about health, and no difference. */
function healthOf(plan: Plan, secrets: Secrets): Health[] {
  return (plan.checks ?? [])
    .filter(({ status }) => status !== "pass")
    .map(({ address, status, instances }) => ({
      address: address.to_display,
      status: status === "fail" || status === "error" ? status : "unknown",
      problems: (instances ?? []).flatMap(({ problems }) =>
        (problems ?? []).map(({ message }) => secrets.shown(message)),
      ),
    }));
}
