/** What each of the doctor's checks has to know; operations/doctor looks, and says where something is wrong. */
interface Facts {
  /** The role of an AWS service that the account must have. */
  readonly "service-linked-role": { readonly role: string; readonly neededBecause: string };
  readonly "default-vpc": object;
  /** The bucket of Terraform's state, and the file that its name comes from. */
  readonly "state-bucket": { readonly bucket: string; readonly namedIn: string };
  /** The bucket that load balancers write their logs to, and the file that its name comes from. */
  readonly "log-bucket": { readonly bucket: string; readonly namedIn: string };
  /** A function that reserves one execution of its region's quota. */
  readonly "lambda-concurrency": { readonly functionName: string };
  /** What the account brings; and the vCPUs of a fleet at its largest, which its quota must have room for. */
  readonly "account-services": { readonly groupName: string; readonly virtualProcessors: number };
  /** Zones that offer every one of these instance types, and have a default subnet. */
  readonly zones: {
    readonly instanceTypes: readonly string[];
    /** By the scaling targets. */
    readonly zonesNeeded: number;
    readonly toNeedFewer: string;
  };
  readonly "machine-image": {
    readonly owner: string;
    /** As EC2's DescribeImages takes them. */
    readonly filters: readonly { readonly name: string; readonly values: readonly string[] }[];
    /** Of several, the newest counts; otherwise there must be one. */
    readonly floats: boolean;
  };
  readonly certificate: {
    readonly domainName: string;
    /** Key types that the load balancer can use, by ACM's names. */
    readonly keyTypes: readonly string[];
  };
  /** The public zone that the domain's record is made in. */
  readonly "hosted-zone": {
    readonly domainName: string;
    readonly zone: { readonly name: string } | { readonly noRecordBecause: string };
  };
  /** A secret that the instances of a group read. */
  readonly "download-secret": { readonly secretName: string; readonly groupName: string };
  /** The SSM parameter that says whether the instances of a group may fetch and run the updater. */
  readonly updates: { readonly parameterName: string; readonly groupName: string };
  /** The secret of a database's master user, which RDS manages. */
  readonly "database-secret": { readonly databaseIdentifier: string };
  /** An SSM parameter that an operator makes, before the first apply, and that no code and no state knows. */
  readonly "secure-parameter": { readonly parameterName: string; readonly neededBecause: string };
  /** Whether Systems Manager reaches the instances of a group. */
  readonly "ssm-agents": { readonly groupName: string };
  /** An image that is to run, by its digest. */
  readonly "pushed-image": {
    readonly repositoryName: string;
    readonly digest: string;
    readonly remedy: string;
  };
  /** An archive that machines install. */
  readonly "pushed-archive": {
    readonly bucket: string;
    readonly key: string;
    readonly remedy: string;
  };
  /** A topic that somebody has to subscribe to by hand. */
  readonly "topic-subscribers": { readonly topicName: string };
}

export type CheckName = keyof Facts;

/** A precondition of launching or working on a deployment. Equal checks of several are made once. */
export type Check<Name extends CheckName = CheckName> = {
  readonly [Each in Name]: { readonly check: Each } & Facts[Each];
}[Name];

/** A value in the configuration that stands in for one that nobody has given yet. */
export interface StandIn {
  readonly name: string;
  readonly value: unknown;
  /** What it makes of launching and working on what it belongs to: it fails, or somebody should look. */
  readonly severity: "failed" | "warning";
  /** Applied, it does harm: `bootstrap` and `apply` refuse it. */
  readonly refused?: true;
  readonly because: string;
  readonly remedy: string;
}

/** What is said of each stand-in that must not be applied: its value, why, and what to do. */
export function refusals(standIns: readonly StandIn[]): string[] {
  return standIns
    .filter(({ refused }) => refused)
    .map(
      ({ name, value, because, remedy }) =>
        `${name} is still ${JSON.stringify(value)}: ${because}. To go on, ${remedy}`,
    );
}
