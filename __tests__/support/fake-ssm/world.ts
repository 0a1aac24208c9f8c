import type { InstanceRefresh } from "../../../src/operations/aws/group/instance-refresh";
import { holdOf } from "../../../src/operations/aws/hold";
import type { ManagedNode } from "../../../src/operations/aws/managed-nodes";
import type { Target } from "../../../src/operations/aws/target-health";
import type { Group, SendRequest } from "../../../src/operations/rollout/aws";
import { account } from "../../../src/systems/configuration/account";
import type { VirtualClock } from "./clock";
import { beginning } from "./clock";
import type { FakeCode } from "./code";
import { FakeCommand } from "./command";
import { FakeImages } from "./images";
import { type FakeInstance, type FakeRun, success } from "./instances";
import type { Machines } from "./machines";
import { type Paging, pageOf } from "./paging";
import { runOneByOne, waiting } from "./real-run";
import { FakeRefreshes, templateId } from "./refresh";
import { type Busy, schedule } from "./schedule";
import { runInTurns } from "./turns";

export const targetGroupArn =
  "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/test-app/0123456789abcdef";

export interface WorldProps {
  readonly instances: readonly FakeInstance[];
  readonly groupName: string;
  readonly documentName: string;
  readonly environmentId: string;
  readonly accountId: string;
  readonly hasGroup: boolean;
  readonly desiredCapacity: number | undefined;
  readonly documentStatus: string;
  /** Statuses of the group's instance refreshes. */
  readonly refreshes: readonly string[];
  /** The targets as something else holds them; undefined where they are as the instances say. */
  readonly targets: (() => ReadonlyMap<string, string>) | undefined;
  /** What the parameter says that lets updates happen; undefined where it isn't there. */
  readonly updates: string | undefined;
  /** What a new image is: `nascent` is one whose snapshots never begin. */
  readonly newImages: string;
  /** How late lists show a command. */
  readonly visibleAfterMs: number;
  readonly phantomTargets: number;
  readonly countsLate: boolean;
  /** What every command ends with at once, and reaches nobody; undefined where none is refused. */
  readonly refusal: string | undefined;
  /** What a command by tag leaves out, by instance id. */
  readonly overlooked: ReadonlySet<string>;
  /** What the group's instances really are; undefined where what happens is planned. */
  readonly machines: Machines | undefined;
  /** What runs where, in a test that is about that; commands then do what the document does. */
  readonly code: FakeCode | undefined;
  /** With it: so many others serve while the document has an instance out. */
  readonly leastInService: number;
}

/** An instance that served, and that we have taken out of service. */
export interface TakenOut {
  readonly instanceId: string;
  readonly by: "update" | "refresh";
  /** How many healthy ones serve then, and how many are out for an update. */
  readonly left: number;
  readonly updating: number;
}

/** One environment in a simulated account: its group, its agents, and every command ever sent. */
export class World {
  readonly commands: FakeCommand[] = [];
  readonly requests: SendRequest[] = [];
  readonly images: FakeImages;
  /** What the parameter says that lets updates happen; undefined where it isn't there. */
  updates: string | undefined;
  /** When somebody wrote it last. */
  updatesAt: number = beginning;
  readonly code: FakeCode | undefined;
  readonly takenOut: TakenOut[] = [];
  private readonly props: WorldProps;
  readonly launches = new FakeRefreshes(this);
  private readonly instances: FakeInstance[];
  private readonly byId: Map<string, FakeInstance>;
  private readonly runsSoFar = new Map<string, number>();
  private readonly busy = new Map<string, Busy[]>();

  constructor(
    readonly clock: VirtualClock,
    props: Partial<WorldProps> & Pick<WorldProps, "groupName" | "documentName" | "environmentId">,
  ) {
    this.props = {
      instances: [],
      accountId: account.id,
      hasGroup: true,
      desiredCapacity: undefined,
      documentStatus: "Active",
      refreshes: [],
      targets: undefined,
      updates: "enabled",
      newImages: "available",
      visibleAfterMs: 0,
      phantomTargets: 0,
      countsLate: true,
      refusal: undefined,
      overlooked: new Set(),
      machines: undefined,
      code: undefined,
      leastInService: 0,
      ...props,
    };
    this.code = this.props.code;
    this.updates = this.props.updates;
    const { newImages, machines, code } = this.props;
    this.images = new FakeImages(newImages, ({ instanceId, imageId }) => {
      machines?.image(instanceId, imageId);
      code?.imaged(imageId, instanceId);
    });
    this.instances = [...this.props.instances];
    this.byId = new Map(this.instances.map((each) => [each.id, each]));
  }

  /** The parameter that lets updates happen; undefined where it isn't there. */
  parameter() {
    const { updates: value, updatesAt: changedAt } = this;
    return value === undefined ? undefined : { value, changedAt };
  }

  /** Somebody writes that parameter now. */
  write(value: string): void {
    this.updates = value;
    this.updatesAt = this.clock.now();
  }

  get machines(): Machines | undefined {
    return this.props.machines;
  }

  /** What the instances make of it. */
  mayUpdate(): boolean {
    return holdOf("", this.updates) === null;
  }

  get accountId(): string {
    return this.props.accountId;
  }

  get groupName(): string {
    return this.props.groupName;
  }

  group(name: string): Group | undefined {
    if (!this.props.hasGroup || name !== this.props.groupName) return undefined;
    const present = this.present();
    const template = `${templateId} ${this.launches.version}`;
    const instances = present.map(({ id, lifecycleState, isHealthy }) => ({
      instanceId: id,
      lifecycleState,
      isHealthy: isHealthy && this.works(id),
      template: `${templateId} ${this.launches.versionOf(id)}`,
    }));
    const desiredCapacity = this.desired();
    const { accountId } = this.props;
    const targetGroupArns = [targetGroupArn];
    return { accountId, desiredCapacity, targetGroupArns, template, instances };
  }

  refreshes(groupName: string): InstanceRefresh[] {
    if (groupName !== this.props.groupName) return [];
    const others = this.props.refreshes.map((status, index) => ({
      refreshId: `08b91cf7-8fa6-48af-b6a6-${index.toString(16).padStart(12, "0")}`,
      status,
      statusReason: undefined,
      startedAt: beginning,
      percentageComplete: undefined,
      template: undefined,
    }));
    return [...others, ...this.launches.all];
  }

  /** An instance joins the group. */
  join(each: FakeInstance): void {
    this.instances.push(each);
    this.byId.set(each.id, each);
  }

  /** An instance leaves the group now. */
  leave(id: string): void {
    const index = this.instances.findIndex((each) => each.id === id);
    const before = this.instances[index];
    if (before === undefined) return;
    this.instances[index] = { ...before, leaves: this.clock.elapsed() };
  }

  isPresent(id: string): boolean {
    return this.present().some((each) => each.id === id);
  }

  /** An instance stops serving by our doing. */
  takeOut(instanceId: string, by: TakenOut["by"]): void {
    const served = this.healthy().includes(instanceId);
    if (by === "update") this.code?.out.add(instanceId);
    else this.leave(instanceId);
    if (!served) return;
    const updating = this.code?.out.size ?? 0;
    this.takenOut.push({ instanceId, by, left: this.healthy().length, updating });
  }

  /** Those that users' requests reach. */
  healthy(): string[] {
    const targets = this.targetHealth(targetGroupArn);
    return targets.filter(({ state }) => state === "healthy").map(({ instanceId }) => instanceId);
  }

  /** Those that are there, and those that boot. */
  staying(): string[] {
    return this.instances.flatMap(({ id, leaves }) => (this.clock.elapsed() < leaves ? id : []));
  }

  /** How many instances the group is to have: those that are there and those that come, but for a refresh's surplus. */
  desired(): number {
    return this.props.desiredCapacity ?? this.staying().length - this.launches.surplus;
  }

  private works(id: string): boolean {
    return this.code?.on(id).works ?? true;
  }

  /** Whoever leaves the group leaves its target group. */
  targetHealth(arn: string): Target[] {
    if (arn !== targetGroupArn) return [];
    const own = this.present()
      .filter(({ lifecycleState, target }) => lifecycleState === "InService" && target !== "")
      .map(({ id, target }) => [id, this.code?.out.has(id) ? "draining" : target] as const)
      .map(([id, target]) => [id, this.works(id) ? target : "unhealthy"] as const);
    const listed = this.props.targets?.() ?? this.machines?.targets() ?? new Map(own);
    return [...listed].map(([instanceId, state]) => {
      return { instanceId, state, reason: null, description: null };
    });
  }

  document(version: string | undefined) {
    const { documentStatus: status } = this.props;
    return { version: version ?? "7", hash: "0".repeat(64), hashType: "Sha256" as const, status };
  }

  managedNodes(environmentId: string): ManagedNode[] {
    if (environmentId !== this.props.environmentId) return [];
    return this.present()
      .filter(({ tagged, agent }) => tagged && agent !== "")
      .map(({ id, agent }) => ({ instanceId: id, pingStatus: agent }));
  }

  send(request: SendRequest): FakeCommand {
    this.requests.push(request);
    const ids =
      "environmentId" in request.to
        ? this.managedNodes(request.to.environmentId).map(({ instanceId }) => instanceId)
        : request.to.instanceIds;
    const isByTag = "environmentId" in request.to;
    const targets = ids.filter((id) => !(isByTag && this.props.overlooked.has(id)));
    return this.start({ ...request, targets, phantomTargets: this.props.phantomTargets });
  }

  /** A command that somebody else sends. */
  sendByOther(changes: Partial<StartProps> = {}): FakeCommand {
    return this.start({
      documentName: this.props.documentName,
      documentVersion: "7",
      comment: "testapp rollout somebody-elses",
      maxConcurrency: 1,
      maxErrors: 0,
      phantomTargets: 0,
      targets: this.managedNodes(this.props.environmentId).map(({ instanceId }) => instanceId),
      ...changes,
    });
  }

  visible(): FakeCommand[] {
    return this.commands.filter(({ props }) => props.visibleAt <= this.clock.now());
  }

  command(commandId: string): FakeCommand | undefined {
    return this.visible().find(({ props }) => props.commandId === commandId);
  }

  /** A page of a command's invocations; undefined for a command that isn't visible. */
  invocations(commandId: string, paging: Paging, token: string | undefined) {
    const command = this.command(commandId);
    if (command === undefined) return undefined;
    const { items, nextToken } = pageOf(command.props.invocations, paging, token);
    const now = this.clock.now();
    return { items: items.map((each) => command.listed(each, now)), nextToken };
  }

  /** Commands of our making that are under way. */
  executing(): FakeCommand[] {
    return this.commands.filter((command) => command.isExecuting(this.clock.now()));
  }

  output(commandId: string, instanceId: string) {
    return this.command(commandId)?.output(instanceId, this.clock.now()) ?? {};
  }

  isInStandby(id: string): boolean {
    return this.byId.get(id)?.lifecycleState === "Standby";
  }

  /** Instances that are in service now. */
  serving(): string[] {
    return this.present()
      .filter(({ lifecycleState }) => lifecycleState === "InService")
      .map(({ id }) => id);
  }

  private present(): FakeInstance[] {
    const now = this.clock.now() - beginning;
    return this.instances.filter(({ joins, leaves }) => joins <= now && now < leaves);
  }

  private start(props: StartProps): FakeCommand {
    const now = this.clock.now();
    const { targets, maxConcurrency, maxErrors, documentName, documentVersion, comment } = props;
    const { refusal, machines, code, leastInService } = this.props;
    const invocations =
      machines !== undefined || code !== undefined
        ? targets.map(waiting)
        : schedule(
            (refusal === undefined ? targets : []).flatMap((id) => {
              const instance = this.byId.get(id);
              return instance === undefined ? [] : [{ instance, run: this.nextRun(instance) }];
            }),
            { now, beginning, maxConcurrency, maxErrors },
            this.busy,
          );
    const serial = (this.commands.length + 1).toString(16).padStart(12, "0");
    const command = new FakeCommand({
      commandId: props.commandId ?? `00000000-0000-4000-8000-${serial}`,
      documentName,
      documentVersion,
      comment,
      requestedAt: props.requestedAt ?? now,
      visibleAt: now + this.props.visibleAfterMs,
      maxErrors,
      invocations,
      phantomTargets: props.phantomTargets,
      countsLate: this.props.countsLate,
      refusal,
    });
    this.commands.push(command);
    if (machines !== undefined) void runOneByOne(command, machines.run, this.clock);
    else if (code !== undefined)
      runInTurns(this, code, command, { maxConcurrency, leastInService });
    return command;
  }

  private nextRun({ id, runs }: FakeInstance): FakeRun {
    const index = this.runsSoFar.get(id) ?? 0;
    this.runsSoFar.set(id, index + 1);
    return runs[index] ?? runs.at(-1) ?? success;
  }
}

export interface StartProps {
  readonly documentName: string;
  readonly documentVersion: string;
  readonly comment: string;
  readonly maxConcurrency: number;
  readonly maxErrors: number;
  readonly phantomTargets: number;
  readonly targets: readonly string[];
  readonly commandId?: string;
  readonly requestedAt?: number;
}
