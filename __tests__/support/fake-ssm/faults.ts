import { ec2Operations } from "./ec2";

/** The calls of a rollout and of a rollback, in AWS's own names. */
export const operations = [
  "DescribeAutoScalingGroups",
  "DescribeInstanceRefreshes",
  "StartInstanceRefresh",
  "DescribeTargetHealth",
  "GetCallerIdentity",
  "GetParameter",
  "PutParameter",
  ...ec2Operations,
  "DescribeDocument",
  "DescribeInstanceInformation",
  "ListCommands",
  "ListCommandInvocations",
  "GetCommandInvocation",
  "SendCommand",
  "CancelCommand",
  "PutMetricData",
] as const;
export type Operation = (typeof operations)[number];

/** Those of the query protocol, which are answered in XML. */
export const inXml: ReadonlySet<Operation> = new Set([
  "DescribeAutoScalingGroups",
  "DescribeInstanceRefreshes",
  "StartInstanceRefresh",
  "DescribeTargetHealth",
  "GetCallerIdentity",
]);

/** What goes wrong with a call. Only what comes `after` has been carried out. */
export type Fault =
  | "throttled"
  | "html 503"
  | "reset"
  | "hangs"
  | "reset after"
  | "html 503 after"
  | "unparsable after"
  | "denied"
  | "expired"
  | "invalid";

export const faultKinds: Readonly<
  Record<Fault, "throttled" | "unavailable" | "denied" | "invalid">
> = {
  throttled: "throttled",
  "html 503": "unavailable",
  reset: "unavailable",
  hangs: "unavailable",
  "reset after": "unavailable",
  "html 503 after": "unavailable",
  "unparsable after": "unavailable",
  denied: "denied",
  expired: "denied",
  invalid: "invalid",
};

/** Says what goes wrong with a call; `nth` counts the calls of that operation from 1. */
export type FaultPlan = (operation: Operation, nth: number) => Fault | undefined;

export const noFaults: FaultPlan = () => undefined;

/** The faults of some operations, call by call; the last one isn't repeated. */
export function faultsOf(
  plan: Partial<Record<Operation, readonly (Fault | undefined)[]>>,
): FaultPlan {
  return (operation, nth) => plan[operation]?.[nth - 1];
}

/** Counts calls, and says what goes wrong with each. */
export class CallCounter {
  readonly counts = new Map<Operation, number>();

  constructor(private readonly plan: FaultPlan) {}

  next(operation: Operation): Fault | undefined {
    const nth = this.count(operation) + 1;
    this.counts.set(operation, nth);
    return this.plan(operation, nth);
  }

  count(operation: Operation): number {
    return this.counts.get(operation) ?? 0;
  }
}
