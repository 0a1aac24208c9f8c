import { type Call, CallFailure } from "../../../src/operations/aws/call";
import type { RollbackPort } from "../../../src/operations/rollback/aws";
import { type Fault, faultKinds } from "./faults";
import type { World } from "./world";

const latencyMs = 20;

/** The calls of a rollback, in AWS's own names. */
export type RollbackOperation =
  | "DescribeAutoScalingGroups"
  | "DescribeInstanceRefreshes"
  | "DescribeImages"
  | "DescribeLaunchTemplateVersions"
  | "GetParameter"
  | "GetCallerIdentity"
  | "PutParameter"
  | "ListCommands"
  | "CreateLaunchTemplateVersion"
  | "StartInstanceRefresh";

/** What goes wrong with the nth call of an operation, from 1. */
export type RollbackFaults = (operation: RollbackOperation, nth: number) => Fault | undefined;

/** The simulated account as a rollback sees it, without HTTP between them. */
export class RollbackWorldPort implements RollbackPort {
  readonly called: RollbackOperation[] = [];

  constructor(
    private readonly world: World,
    private readonly faults: RollbackFaults = () => undefined,
  ) {}

  readonly describeGroup: RollbackPort["describeGroup"] = (name, call) =>
    this.answer("DescribeAutoScalingGroups", call, () => {
      const group = this.world.group(name);
      return group && { ...group, minimumSize: 3 };
    });

  readonly listRefreshes: RollbackPort["listRefreshes"] = (name, page) =>
    this.answer("DescribeInstanceRefreshes", page, () => ({
      items: this.world.refreshes(name),
      nextToken: undefined,
    }));

  readonly listRestorePoints: RollbackPort["listRestorePoints"] = (id, page) =>
    this.answer("DescribeImages", page, () => ({
      items: this.world.images.restorePoints(id),
      nextToken: undefined,
    }));

  readonly templateVersions: RollbackPort["templateVersions"] = (_, versions, call) =>
    this.answer("DescribeLaunchTemplateVersions", call, () =>
      this.world.images.inVersions(versions),
    );

  readonly readParameter: RollbackPort["readParameter"] = (_, call) =>
    this.answer("GetParameter", call, () => this.world.parameter());

  readonly callerIdentity: RollbackPort["callerIdentity"] = (call) =>
    this.answer("GetCallerIdentity", call, () => ({
      account: this.world.accountId,
      arn: "arn:aws:sts::111122223333:assumed-role/operator/ann",
    }));

  readonly writeParameter: RollbackPort["writeParameter"] = (_, value, call) =>
    this.answer("PutParameter", call, () => {
      this.world.write(value);
    });

  readonly executingCommands: RollbackPort["executingCommands"] = (_, page) =>
    this.answer("ListCommands", page, () => ({
      items: this.world.executing().map(({ props }) => props.commandId),
      nextToken: undefined,
    }));

  readonly createTemplateVersion: RollbackPort["createTemplateVersion"] = (_, version, call) =>
    this.answer("CreateLaunchTemplateVersion", call, () =>
      this.world.images.createVersion(version.imageId, version.token, this.world.clock.now()),
    );

  readonly startRefresh: RollbackPort["startRefresh"] = (_name, { version }, preferences, call) =>
    this.answer("StartInstanceRefresh", call, () =>
      this.world.launches.start(version, preferences.minHealthyPercentage),
    );

  private async answer<Answer>(
    operation: RollbackOperation,
    call: Call,
    act: () => Answer,
  ): Promise<Answer> {
    this.called.push(operation);
    const nth = this.called.filter((each) => each === operation).length;
    const fault = this.faults(operation, nth);
    const failure = fault && new CallFailure(faultKinds[fault], `${operation}: ${fault}`);
    this.world.clock.advance(fault === "hangs" ? call.timeoutMs : latencyMs);
    if (failure !== undefined && !fault?.endsWith("after")) throw failure;
    const answer = act();
    if (failure !== undefined) throw failure;
    return answer;
  }
}
