import { type Call, CallFailure } from "../../../src/operations/aws/call";
import {
  type CommandQuery,
  invocationOf,
  type RolloutPort,
} from "../../../src/operations/rollout/aws";
import { outputOf } from "../../../src/operations/rollout/output";
import { CallCounter, type FaultPlan, faultKinds, noFaults, type Operation } from "./faults";
import { type Paging, pageOf, wholePages } from "./paging";
import type { World } from "./world";

const latencyMs = 20;

/** The simulated account as a rollout sees it, without HTTP between them. */
export class WorldPort implements RolloutPort {
  readonly calls: CallCounter;

  constructor(
    private readonly world: World,
    faults: FaultPlan = noFaults,
    private readonly paging: Paging = wholePages,
  ) {
    this.calls = new CallCounter(faults);
  }

  readonly describeGroup: RolloutPort["describeGroup"] = (name, call) =>
    this.answer("DescribeAutoScalingGroups", call, () => this.world.group(name));

  readonly listRefreshes: RolloutPort["listRefreshes"] = (groupName, page) =>
    this.answer("DescribeInstanceRefreshes", page, () =>
      pageOf(this.world.refreshes(groupName), this.paging, page.nextToken),
    );

  readonly targetHealth: RolloutPort["targetHealth"] = (targetGroupArn, call) =>
    this.answer("DescribeTargetHealth", call, () => this.world.targetHealth(targetGroupArn));

  readonly createRestorePoint: RolloutPort["createRestorePoint"] = (point, call) =>
    this.answer("CreateImage", call, () => {
      this.world.images.create(point, this.world.clock.now());
    });

  readonly listRestorePoints: RolloutPort["listRestorePoints"] = (environmentId, page) =>
    this.answer("DescribeImages", page, () =>
      pageOf(this.world.images.restorePoints(environmentId), this.paging, page.nextToken),
    );

  readonly removeRestorePoint: RolloutPort["removeRestorePoint"] = (imageId, call) =>
    this.answer("DeregisterImage", call, () => this.world.images.remove(imageId));

  readonly templateVersions: RolloutPort["templateVersions"] = (_, versions, call) =>
    this.answer("DescribeLaunchTemplateVersions", call, () =>
      this.world.images.inVersions(versions),
    );

  readonly readParameter: RolloutPort["readParameter"] = (_, call) =>
    this.answer("GetParameter", call, () => this.world.parameter());

  readonly describeDocument: RolloutPort["describeDocument"] = (_, version, call) =>
    this.answer("DescribeDocument", call, () => this.world.document(version));

  readonly listManagedNodes: RolloutPort["listManagedNodes"] = (environmentId, page) =>
    this.answer("DescribeInstanceInformation", page, () =>
      pageOf(this.world.managedNodes(environmentId), this.paging, page.nextToken),
    );

  readonly listCommands: RolloutPort["listCommands"] = (query, page) =>
    this.answer("ListCommands", page, () =>
      pageOf(matching(this.world, query), this.paging, page.nextToken),
    );

  readonly listInvocations: RolloutPort["listInvocations"] = (commandId, page) =>
    this.answer("ListCommandInvocations", page, () => {
      const found = this.world.invocations(commandId, this.paging, page.nextToken);
      return { items: (found?.items ?? []).map(invocationOf), nextToken: found?.nextToken };
    });

  readonly readOutput: RolloutPort["readOutput"] = (commandId, invocation, call) =>
    this.answer("GetCommandInvocation", call, () => {
      const { StandardOutputContent = "", StandardErrorContent = "" } = this.world.output(
        commandId,
        invocation.instanceId,
      );
      return outputOf(StandardOutputContent, StandardErrorContent);
    });

  readonly sendCommand: RolloutPort["sendCommand"] = (request, call) =>
    this.answer("SendCommand", call, () =>
      this.world.send(request).asListed(this.world.clock.now()),
    );

  readonly cancelCommand: RolloutPort["cancelCommand"] = (commandId, call) =>
    this.answer("CancelCommand", call, () =>
      this.world.command(commandId)?.cancel(this.world.clock.now()),
    );

  private async answer<Answer>(
    operation: Operation,
    call: Call,
    act: () => Answer,
  ): Promise<Answer> {
    const fault = this.calls.next(operation);
    const failure = fault && new CallFailure(faultKinds[fault], `${operation}: ${fault}`);
    this.world.clock.advance(fault === "hangs" ? call.timeoutMs : latencyMs);
    if (failure !== undefined && !fault?.endsWith("after")) throw failure;
    const answer = act();
    if (failure !== undefined) throw failure;
    return answer;
  }
}

/** The commands that a query is about, as they are listed now. */
export function matching(world: World, query: CommandQuery) {
  const now = world.clock.now();
  const visible = world.visible();
  if ("commandId" in query)
    return visible
      .filter(({ props }) => props.commandId === query.commandId)
      .map((command) => command.asListed(now));
  const { documentName, executing, invokedAfter = Number.NEGATIVE_INFINITY } = query;
  return visible
    .filter(
      (command) =>
        command.props.documentName === documentName &&
        command.props.requestedAt >= invokedAfter &&
        (!executing || command.isExecuting(now)),
    )
    .map((command) => command.asListed(now));
}
