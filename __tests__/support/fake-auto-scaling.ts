import { text } from "node:stream/consumers";
import { StandIn } from "../src/systems/test-app/scripts/stand-ins";

/** An instance refresh as the account has it. */
export interface FakeRefresh {
  readonly id: string;
  readonly status: string;
  readonly reason?: string;
  readonly percent?: number;
  readonly startedAt?: string;
}

/** An auto scaling group as the account has it, or the error in its place. */
export interface FakeGroup {
  /** Default: 1. */
  readonly minimumSize?: number;
  readonly desiredCapacity: number;
  /** Of the launch template; null where the answer has none (default: 2). */
  readonly version?: number | null;
  /** Names the version in a policy of mixed instances, as the code does (default), or in the group itself. */
  readonly isMixed?: boolean;
  /**
   * Lifecycle state, health and template version of each instance, such as `InService Healthy 1` (default: the
   * group's version).
   */
  readonly instances: readonly string[];
}

/** What goes wrong with a call: an HTTP status and AWS's word for it. */
export interface FakeError {
  readonly status: number;
  readonly code: string;
}

/** What the account answers, call by call: `nth` counts the calls of that operation from 1. */
export interface FakeFleet {
  readonly refreshes: (nth: number) => readonly FakeRefresh[] | FakeError;
  readonly group: (nth: number) => FakeGroup | undefined | FakeError;
}

/**
 * EC2 Auto Scaling's Query API with one group, on a free port of 127.0.0.1.
 * https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeInstanceRefreshes.html
 */
export class FakeAutoScaling implements Disposable {
  /** The operations that were asked for, in order. */
  readonly operations: string[] = [];
  readonly #server: StandIn;

  private constructor(groupName: string, fleet: FakeFleet) {
    this.#server = new StandIn(async (request, response) => {
      const form = new URLSearchParams(await text(request));
      const operation = form.get("Action") ?? "";
      this.operations.push(operation);
      const nth = this.operations.filter((each) => each === operation).length;
      response.setHeader("content-type", "text/xml");
      // A group that has nothing but its instances.
      if (!["DescribeInstanceRefreshes", "DescribeAutoScalingGroups"].includes(operation)) {
        response.end(whole(operation, "Nothing", []));
        return;
      }
      const asked = form.get("AutoScalingGroupName") ?? form.get("AutoScalingGroupNames.member.1");
      const isOwn = asked === groupName;
      const answer =
        operation === "DescribeInstanceRefreshes" ? fleet.refreshes(nth) : fleet.group(nth);
      if (answer !== undefined && "code" in answer) {
        const { status, code } = answer;
        response.statusCode = status;
        response.end(
          `<ErrorResponse><Error><Code>${code}</Code><Message>refused</Message></Error></ErrorResponse>`,
        );
      } else if (answer !== undefined && "length" in answer) {
        response.end(whole(operation, "InstanceRefreshes", isOwn ? answer.map(refreshXml) : []));
      } else {
        const groups = answer === undefined || !isOwn ? [] : [groupXml(groupName, answer)];
        response.end(whole(operation, "AutoScalingGroups", groups));
      }
    });
  }

  static async start(groupName: string, fleet: FakeFleet): Promise<FakeAutoScaling> {
    const fake = new FakeAutoScaling(groupName, fleet);
    await fake.#server.start();
    return fake;
  }

  /** For `AWS_ENDPOINT_URL_AUTO_SCALING`. */
  get url(): string {
    return this.#server.url;
  }

  [Symbol.dispose](): void {
    this.#server.stop();
  }
}

function whole(operation: string, list: string, members: readonly string[]): string {
  const items = members.map((member) => `<member>${member}</member>`).join("");
  return `<${operation}Response xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><${operation}Result><${list}>${items}</${list}></${operation}Result></${operation}Response>`;
}

function refreshXml({ id, status, reason, percent, startedAt }: FakeRefresh): string {
  return [
    `<InstanceRefreshId>${id}</InstanceRefreshId><Status>${status}</Status>`,
    reason === undefined ? "" : `<StatusReason>${reason}</StatusReason>`,
    percent === undefined ? "" : `<PercentageComplete>${percent}</PercentageComplete>`,
    startedAt === undefined ? "" : `<StartTime>${startedAt}</StartTime>`,
  ].join("");
}

function groupXml(name: string, group: FakeGroup): string {
  const { minimumSize = 1, desiredCapacity, version = 2, isMixed = true, instances } = group;
  const template = (of: number | string | null) =>
    of === null ? "" : `<LaunchTemplateId>lt-1</LaunchTemplateId><Version>${of}</Version>`;
  const members = instances.map((each, index) => {
    const [state, health, own = version] = each.split(" ");
    return `<member><InstanceId>i-${index}</InstanceId><LifecycleState>${state}</LifecycleState><HealthStatus>${health}</HealthStatus><LaunchTemplate>${template(own)}</LaunchTemplate></member>`;
  });
  const launched = isMixed
    ? `<MixedInstancesPolicy><LaunchTemplate><LaunchTemplateSpecification>${template(version)}</LaunchTemplateSpecification></LaunchTemplate></MixedInstancesPolicy>`
    : `<LaunchTemplate>${template(version)}</LaunchTemplate>`;
  return `<AutoScalingGroupName>${name}</AutoScalingGroupName><MinSize>${minimumSize}</MinSize><DesiredCapacity>${desiredCapacity}</DesiredCapacity>${launched}<Instances>${members.join("")}</Instances>`;
}
