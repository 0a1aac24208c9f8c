import { text } from "node:stream/consumers";
import { StandIn } from "../src/systems/test-app/scripts/stand-ins";

type Targets = Readonly<Record<string, string | readonly string[]>>;

/** An environment's health as the account has it at one look. */
export interface FakeHealth {
  /**
   * Each target's state and reason, such as `unhealthy Target.Timeout`, by instance; several for one that is
   * registered with several ports, and an empty text where the answer has no state.
   */
  readonly targets: Targets;
  /** Those of a second target group (default: there is none). */
  readonly secondTargets?: Targets;
  /** Instances of the group that aren't in service (default: none), or that have no target. */
  readonly terminating?: readonly string[];
  readonly withoutTarget?: readonly string[];
  /** Targets that aren't instances of the group. */
  readonly strangers?: readonly string[];
  /** State of the composite alarm, null where the answer has none; undefined where there is no such alarm. */
  readonly alarm?: string | null;
  /** An operation that is refused. */
  readonly refused?: { readonly operation: string; readonly status: number; readonly code: string };
  readonly hasGroup?: false;
  readonly hasTargetGroup?: false;
}

export const minimumSize = 2;
const arn =
  "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/test-app/0123456789abcdef";
const secondArn = arn.replace("test-app", "second");

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
        const { targets, secondTargets = {} } = health;
        const isSecond = new URLSearchParams(body).get("TargetGroupArn") === secondArn;
        response.end(
          operation === "DescribeTargetHealth"
            ? targetsXml(isSecond ? secondTargets : targets)
            : groupXml(groupName, health),
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
  const { targets, terminating = [], withoutTarget = [], strangers = [] } = health;
  const { secondTargets, hasGroup, hasTargetGroup } = health;
  const ids = [...Object.keys(targets), ...withoutTarget].filter((id) => !strangers.includes(id));
  const instances = ids.map((id) => {
    const state = terminating.includes(id) ? "Terminating" : "InService";
    return `<member><InstanceId>${id}</InstanceId><LifecycleState>${state}</LifecycleState></member>`;
  });
  const first = hasTargetGroup === false ? "" : `<member>${arn}</member>`;
  const arns = secondTargets === undefined ? first : `${first}<member>${secondArn}</member>`;
  const group = `<member><AutoScalingGroupName>${name}</AutoScalingGroupName><MinSize>${minimumSize}</MinSize><DesiredCapacity>${minimumSize}</DesiredCapacity><TargetGroupARNs>${arns}</TargetGroupARNs><Instances>${instances.join("")}</Instances></member>`;
  return whole("DescribeAutoScalingGroups", "AutoScalingGroups", hasGroup === false ? "" : group);
}

function targetsXml(targets: Targets): string {
  const registrations = Object.entries(targets).flatMap(([id, states]) =>
    [states].flat().map((state, index) => ({ id, state, port: 8080 + index })),
  );
  const members = registrations.map(({ id, state, port }) => {
    const [word, reason] = state.split(" ");
    const known = word === "" ? "" : `<State>${word}</State>`;
    const why = reason === undefined ? "" : `<Reason>${reason}</Reason>`;
    return `<member><Target><Id>${id}</Id><Port>${port}</Port></Target><TargetHealth>${known}${why}</TargetHealth></member>`;
  });
  return whole("DescribeTargetHealth", "TargetHealthDescriptions", members.join(""));
}

function whole(operation: string, list: string, members: string): string {
  return `<${operation}Response><${operation}Result><${list}>${members}</${list}></${operation}Result></${operation}Response>`;
}
