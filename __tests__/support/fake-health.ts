import { text } from "node:stream/consumers";
import { StandIn } from "../src/constructs/instance-scripts/stand-ins";

/** An environment's health as the account has it at one look. */
export interface FakeHealth {
  /** Each target's state and reason, such as `unhealthy Target.Timeout`, by instance. */
  readonly targets: Readonly<Record<string, string>>;
  /** Instances of the group that aren't in service (default: none), or that have no target. */
  readonly terminating?: readonly string[];
  readonly withoutTarget?: readonly string[];
  /** State of the composite alarm; undefined where there is none. */
  readonly alarm?: string;
  /** An operation that is refused. */
  readonly refused?: { readonly operation: string; readonly status: number; readonly code: string };
  readonly hasGroup?: false;
  readonly hasTargetGroup?: false;
}

export const minimumSize = 2;
const arn =
  "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/test-app/0123456789abcdef";

/**
 * The three services that a bake asks, behind AWS's own protocols, on a free port of 127.0.0.1: Auto Scaling's and
 * Elastic Load Balancing's query with XML answers, and CloudWatch's JSON 1.0.
 */
export class FakeHealthAccount implements Disposable {
  readonly operations: string[] = [];
  readonly #server: StandIn;

  private constructor(groupName: string, alarmName: string, at: (look: number) => FakeHealth) {
    this.#server = new StandIn(async (request, response) => {
      const body = await text(request);
      const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
      const operation = target ?? new URLSearchParams(body).get("Action") ?? "";
      this.operations.push(operation);
      // A look begins with the group.
      const look = this.operations.filter((each) => each === "DescribeAutoScalingGroups").length;
      const health = at(look);
      const { refused } = health;
      if (refused?.operation === operation) {
        const { status, code } = refused;
        response.writeHead(status);
        response.end(
          target === undefined
            ? `<ErrorResponse><Error><Code>${code}</Code><Message>refused</Message></Error></ErrorResponse>`
            : JSON.stringify({ __type: code, message: "refused" }),
        );
      } else if (operation === "DescribeAlarms") {
        const { AlarmNames, AlarmTypes } = JSON.parse(body);
        const isAsked = AlarmNames[0] === alarmName && AlarmTypes?.includes("CompositeAlarm");
        const alarm = { AlarmName: alarmName, StateValue: health.alarm, StateReason: "5xx" };
        const CompositeAlarms = isAsked && health.alarm !== undefined ? [alarm] : [];
        response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
        response.end(JSON.stringify({ CompositeAlarms, MetricAlarms: [] }));
      } else {
        response.writeHead(200, { "content-type": "text/xml" });
        response.end(
          operation === "DescribeTargetHealth" ? targetsXml(health) : groupXml(groupName, health),
        );
      }
    });
  }

  /** @param at the health at each look, counted from 1 */
  static async start(
    groupName: string,
    at: (look: number) => FakeHealth,
  ): Promise<FakeHealthAccount> {
    const account = new FakeHealthAccount(groupName, `${groupName}-health`, at);
    await account.#server.start();
    return account;
  }

  /** For `AWS_ENDPOINT_URL`. */
  get url(): string {
    return this.#server.url;
  }

  [Symbol.dispose](): void {
    this.#server.stop();
  }
}

function groupXml(name: string, health: FakeHealth): string {
  const { targets, terminating = [], withoutTarget = [], hasGroup, hasTargetGroup } = health;
  const ids = [...Object.keys(targets), ...withoutTarget];
  const instances = ids.map((id) => {
    const state = terminating.includes(id) ? "Terminating" : "InService";
    return `<member><InstanceId>${id}</InstanceId><LifecycleState>${state}</LifecycleState></member>`;
  });
  const arns = hasTargetGroup === false ? "" : `<member>${arn}</member>`;
  const group = `<member><AutoScalingGroupName>${name}</AutoScalingGroupName><MinSize>${minimumSize}</MinSize><TargetGroupARNs>${arns}</TargetGroupARNs><Instances>${instances.join("")}</Instances></member>`;
  return whole("DescribeAutoScalingGroups", "AutoScalingGroups", hasGroup === false ? "" : group);
}

function targetsXml({ targets }: FakeHealth): string {
  const members = Object.entries(targets).map(([id, state]) => {
    const [word, reason] = state.split(" ");
    const why = reason === undefined ? "" : `<Reason>${reason}</Reason>`;
    return `<member><Target><Id>${id}</Id><Port>8080</Port></Target><TargetHealth><State>${word}</State>${why}</TargetHealth></member>`;
  });
  return whole("DescribeTargetHealth", "TargetHealthDescriptions", members.join(""));
}

function whole(operation: string, list: string, members: string): string {
  return `<${operation}Response><${operation}Result><${list}>${members}</${list}></${operation}Result></${operation}Response>`;
}
