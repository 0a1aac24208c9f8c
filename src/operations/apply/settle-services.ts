import { failureText, WatchEnded } from "../aws/calls";
import type { EnvironmentReport } from "../drift/report";
import { causeOf } from "../report/causes";
import { type Ending, ending } from "./decision";
import type { ApplyOptions } from "./options";
import { type ServicesSettling, ServicesWatch } from "./services/settle";
import { Unsettled, whyEnded } from "./unsettled";

/**
 * Waits until the ECS services have settled. Terraform has ended before, and calls a deployment that was rolled back a
 * success.
 *
 * @param known how the apply has gone so far
 */
export async function settleServices(known: Ending, options: ApplyOptions): Promise<Ending> {
  const settling = servicesOf(options);
  if (settling === undefined) return known;
  const watch = new ServicesWatch(settling, options);
  try {
    options.onProgress({ kind: "phase", phase: "SETTLE" });
    await watch.toItsEnd();
    const reason = `${known.reason}, and the services have settled`;
    return { ...known, reason, services: watch.report() };
  } catch (error) {
    const otherwise = error instanceof WatchEnded ? "IN_PROGRESS" : "UNKNOWN";
    const failed = unsettled(settling, known.reason, otherwise, error, options);
    return { ...known, ...failed, services: watch.report() };
  }
}

/**
 * How the services are where there is nothing to apply, or the plan is only shown: an apply before may have left them
 * unsettled. A deployment that goes on is watched to its end, but not for a plan that is only shown.
 *
 * @param known `NOTHING_TO_DO`, `PLANNED` or `UNMANAGED`
 */
export async function servicesBefore(
  plan: EnvironmentReport,
  known: Ending,
  options: ApplyOptions,
): Promise<Ending> {
  const settling = servicesOf(options);
  if (settling === undefined || createsService(plan)) return known;
  const watch = new ServicesWatch(settling, options);
  try {
    const isGoing = await watch.asItIs();
    if (isGoing && options.approval.kind === "plan only")
      throw new Unsettled("A deployment goes on");
    if (!isGoing) return { ...known, services: watch.report() };
    options.onProgress({ kind: "phase", phase: "SETTLE" });
    await watch.toItsEnd();
    const reason = `${known.reason}, and the services have settled`;
    return { ...known, reason, services: watch.report() };
  } catch (error) {
    const otherwise = whyEnded(error);
    const failed = unsettled(settling, known.reason, otherwise, error, options);
    // There is a plan to approve all the same, perhaps the one that mends the services.
    const isStillPlanned = known.outcome === "PLANNED" && failed.outcome !== "INTERRUPTED";
    const outcome = isStillPlanned ? "PLANNED" : failed.outcome;
    return { ...known, ...failed, outcome, services: watch.report() };
  }
}

function servicesOf({ deployment }: ApplyOptions): ServicesSettling | undefined {
  return deployment.settles.find((each) => each.by === "ecs services");
}

/** Of a service that is made there is nothing to see yet. */
function createsService({ findings }: EnvironmentReport): boolean {
  return findings.some(
    ({ address, change }) =>
      /(^|\.)aws_ecs_service\.[^.]+$/.test(address) &&
      (change === "create" || change === "replace"),
  );
}

function unsettled(
  { cluster, services }: ServicesSettling,
  sofar: string,
  otherwise: "INTERRUPTED" | "IN_PROGRESS" | "UNKNOWN",
  error: unknown,
  { deployment }: ApplyOptions,
): Ending {
  const names = services.map(({ name }) => name).join(" ");
  const look = `see how the services go on: aws ecs describe-services --region ${deployment.region} --cluster ${cluster} --services ${names}`;
  if (!(error instanceof Unsettled)) {
    const reason = `${sofar}, and whether the services settle isn't known: ${failureText(error)}`;
    return { ...ending(otherwise, reason, causeOf(error)), nextSteps: [look] };
  }
  const reason = `${sofar}, and the services aren't what the code says: ${error.message}`;
  return {
    ...ending("UNSETTLED", reason, error.knownCause),
    nextSteps: [
      look,
      "mend the cause, which the stopped tasks and the service's log group tell, or go back to the last good commit",
      "then apply again, which watches the new deployment to its end",
    ],
  };
}
