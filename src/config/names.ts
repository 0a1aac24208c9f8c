import { createHash } from "node:crypto";
import { account, type Region } from "./account";

/** Every name that an environment's resources have: computed here, and nowhere else. */
export interface Names {
  /** Load balancer, auto scaling group, launch template, key alias. */
  readonly base: string;
  /** Security groups. */
  readonly loadBalancerSecurityGroup: string;
  readonly instanceSecurityGroup: string;
  /** Role and instance profile of the instances. */
  readonly instanceRole: string;
  readonly downloadSecret: string;
  /** The SSM document that updates an instance. */
  readonly autoupdaterDocument: string;
  /** The Lambda function that sends it, and its role. */
  readonly autoupdaterFunction: string;
  /** Lambda's own name for the function's log group. */
  readonly autoupdaterFunctionLogGroup: string;
  /** SSM parameters of the environment begin with this. */
  readonly parameterPrefix: string;
  /** Namespace of the metrics that instances write; a policy can't limit them in another way. */
  readonly metricNamespace: string;
  /** Log groups of the environment begin with this. */
  readonly logGroupPrefix: string;
  readonly logGroups: {
    readonly system: string;
    readonly "user-data": string;
    readonly autoupdater: string;
  };
  /** Of the region, shared by its environments; owned by the foundation. */
  readonly logBucket: string;
  readonly accessLogPrefix: string;
  readonly connectionLogPrefix: string;
  readonly stateBucket: string;
  readonly stateKey: string;
}

/** The names of an environment; `loadBalancerNameLimit` says how long its id may be. */
export function namesOf(environment: { readonly id: string; readonly region: Region }): Names {
  const { id, region } = environment;
  const base = `${account.application}-${id}`;
  return {
    base,
    loadBalancerSecurityGroup: `${base}-load-balancer`,
    instanceSecurityGroup: `${base}-instance`,
    instanceRole: `${base}-instance`,
    downloadSecret: `${account.application}/${id}/autoupdater-download`,
    autoupdaterDocument: `${base}-autoupdater`,
    autoupdaterFunction: `${base}-autoupdater`,
    autoupdaterFunctionLogGroup: `/aws/lambda/${base}-autoupdater`,
    parameterPrefix: `/${account.application}/${id}`,
    metricNamespace: `${account.application}/${id}`,
    logGroupPrefix: `/${account.application}/${id}`,
    logGroups: {
      system: `/${account.application}/${id}/system`,
      "user-data": `/${account.application}/${id}/user-data`,
      autoupdater: `/${account.application}/${id}/autoupdater`,
    },
    logBucket: `${account.application}-logs-${account.id}-${region}`,
    accessLogPrefix: `${id}/access`,
    connectionLogPrefix: `${id}/connection`,
    stateBucket: `${account.application}-terraform-state-${account.id}-${region}`,
    stateKey: `${id}.tfstate`,
  };
}

/**
 * Characters in a load balancer's name: of AWS's limits on names that hold an environment's id, the one
 * that bites first (a role and a function may have 64).
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
export const loadBalancerNameLimit = 32;

const targetGroupNameLimit = 32;

/**
 * A target group's name. Some of its properties can't be changed in place, and its replacement is
 * made before the old one is destroyed, so the two need different names: a hash of those properties, as
 * far as the configuration holds them, stands behind the (shortened) base name. The base name goes into
 * the hash too, because shortening may take away what tells two environments apart.
 */
export function targetGroupName(
  names: Names,
  forcesReplacement: Readonly<Record<string, string | number>>,
): string {
  const inputs = Object.entries(forcesReplacement).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash("sha256")
    .update(JSON.stringify([names.base, inputs]))
    .digest("hex")
    .slice(0, 6);
  const base = names.base.slice(0, targetGroupNameLimit - hash.length - 1).replace(/-+$/, "");
  return `${base}-${hash}`;
}
