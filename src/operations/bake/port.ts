import type { Call } from "../aws/call";
import type { AutoScalingGroup } from "../aws/group";

/** What a bake needs of AWS, and nothing else: aws.ts reaches it with the SDK. */
export interface BakePort {
  /** Undefined when the account has no such group in the region. */
  describeGroup(groupName: string, call: Call): Promise<AutoScalingGroup | undefined>;
  targetHealth(targetGroupArn: string, call: Call): Promise<Target[]>;
  /** Undefined when there is no composite alarm of that name. */
  compositeAlarm(name: string, call: Call): Promise<Alarm | undefined>;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export interface Target {
  readonly instanceId: string;
  readonly state: string;
  readonly reason: string | undefined;
  readonly description: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_CompositeAlarm.html */
export interface Alarm {
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  readonly reason: string | undefined;
}
