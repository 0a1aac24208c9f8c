/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_AutoScalingGroup.html */
export interface AutoScalingGroup {
  /** Of the account whose group it is; undefined when the ARN doesn't say. */
  readonly accountId: string | undefined;
  readonly minimumSize: number;
  readonly desiredCapacity: number;
  readonly targetGroupArns: readonly string[];
  /** What it launches instances from: the template's id and version. */
  readonly template: string | undefined;
  readonly instances: readonly GroupInstance[];
}

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Instance.html */
export interface GroupInstance {
  readonly instanceId: string;
  /** Such as `InService`, `Standby` or `Terminating:Wait`. */
  readonly lifecycleState: string;
  /** The group holds it to be healthy. */
  readonly isHealthy: boolean;
  /** What it was launched from. */
  readonly template: string | undefined;
}

/** Ids of the instances that serve. */
export function inService({
  instances,
}: {
  readonly instances: readonly Pick<GroupInstance, "instanceId" | "lifecycleState">[];
}): string[] {
  return instances
    .filter(({ lifecycleState }) => lifecycleState === "InService")
    .map(({ instanceId }) => instanceId);
}
