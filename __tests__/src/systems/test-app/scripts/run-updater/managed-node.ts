import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { TestContext } from "vitest";
import {
  type RunUpdaterValues,
  renderRunUpdater,
} from "../../../../../../src/systems/test-app/scripts/run-updater/render-run-updater";
import type { UpdaterRunLimits } from "../../../../../../src/systems/test-app/updater-run";
import { certificate } from "../certificate";
import {
  AMPLE_LIMITS,
  Instance,
  type InstanceOptions,
  type ScriptResult,
  unharmed,
} from "../instance";
import { endProcesses } from "../observation";
import { type Answer, instanceId, StandIn } from "../stand-ins";
import { sampleHealth, sampleRun } from "./sample-run";
import { awsShortcut, Denied, elasticLoadBalancing, systemctl, type Targets } from "./target-group";

export interface NodeOptions extends InstanceOptions {
  /** What the application answers to who asks for its health. */
  readonly application: Answer;
  readonly limits?: Partial<UpdaterRunLimits>;
  readonly health?: Partial<RunUpdaterValues["health"]>;
  /** The target group, in which the instance is with two others and is healthy at once (default). */
  readonly targets?: Targets;
  /** The script that the agent runs (default: one with the sample's values and what stands above). */
  readonly script?: (node: ManagedNode) => string;
}

/** What SSM and its user see of a run. */
export interface RunResult extends ScriptResult {
  /** The last line of the output, without its time. */
  readonly verdict: string | undefined;
}

/** An instance on which SSM's agent runs the updater document's script. */
export class ManagedNode extends Instance<NodeOptions> {
  readonly application = new StandIn(this.options.application);
  readonly targets = this.options.targets ?? targetGroup();
  readonly #loadBalancing = new StandIn(elasticLoadBalancing(this.targets));
  #runs = 0;

  constructor(options: NodeOptions) {
    super({
      shortcuts: { aws: awsShortcut },
      ...options,
      commands: { systemctl, ...options.commands },
    });
    this.servers.push(this.application, this.#loadBalancing);
  }

  /** Runs the script to its end. */
  async run(): Promise<RunResult> {
    const result = await this.resultOf(() => this.begin());
    return { ...result, verdict: this.output.trimEnd().split("\n").at(-1)?.slice(21) };
  }

  /** Starts the script as SSM's agent does: a file of commands, run by `sh -c`, in a process group. */
  begin(): ChildProcess {
    this.#runs += 1;
    const text = this.options.script?.(this) ?? this.#sampleScript();
    const script = this.write(`_script-${this.#runs}.sh`, text, 0o700);
    return this.spawn(["sh"], ["-c", script], [this.#outputFile, "stderr"]);
  }

  /** Restarts the machine: all processes end, and what is enabled begins. */
  async restart(): Promise<void> {
    await endProcesses(this.root);
    rmSync(this.paths.lock, { force: true });
    const { guardUnit } = this.paths;
    if (!existsSync(join(dirname(guardUnit), "multi-user.target.wants", basename(guardUnit))))
      return;
    const unit = this.text(guardUnit);
    const value = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(unit)?.[1] ?? "";
    if (existsSync(value("ConditionPathExists"))) this.spawn(value("ExecStart").split(" "), []);
  }

  #sampleScript(): string {
    return renderRunUpdater(
      sampleRun({
        ...this.source(),
        paths: this.paths,
        limits: { ...ampleRun, ...this.options.limits },
        health: {
          ...sampleHealth,
          port: this.application.port,
          intervalSeconds: 1,
          healthyThresholdCount: 1,
          ...this.options.health,
        },
      }),
    );
  }

  protected override endpoints(): Record<string, string> {
    return {
      ...super.endpoints(),
      AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: this.#loadBalancing.url,
    };
  }

  /** What the last run wrote to standard output. */
  get output(): string {
    return this.text(join(this.root, this.#outputFile));
  }

  /** All that the updater ever printed. */
  get updaterLog(): string {
    return readFileSync(this.paths.updaterLog, "utf8");
  }

  get #outputFile(): string {
    return `stdout-${this.#runs}`;
  }
}

export interface TargetGroupOptions {
  /** The instance's state (default: `healthy`); `unused` where it isn't registered. */
  readonly state?: string;
  /** How many others are healthy (default: 2). */
  readonly others?: number;
  /** Its states at one look after the other once it is deregistered (default: `unused` at once). */
  readonly leaving?: readonly string[];
  /** Likewise once it is registered (default: `healthy` at once). */
  readonly joining?: readonly string[];
  /** Calls that are denied. */
  readonly refused?: readonly Call[];
  /** Calls that Elastic Load Balancing can't answer now. */
  readonly failing?: readonly Call[];
}

type Call = "register" | "deregister" | "list";

export interface TargetGroup extends Targets {
  /** What was asked, in order. */
  readonly asked: Call[];
  /** What was changed, in order. */
  readonly changes: string[];
}

/** The target group of an instance. */
export function targetGroup(options: TargetGroupOptions = {}): TargetGroup {
  const { others = 2, leaving = ["unused"], joining = ["healthy"] } = options;
  const { refused = [], failing = [] } = options;
  const asked: Call[] = [];
  const changes: string[] = [];
  let states = [options.state ?? "healthy"];
  const refuse = (call: Call) => {
    asked.push(call);
    if (refused.includes(call)) throw new Denied(`${call} is refused`);
    if (failing.includes(call)) throw new Error(`${call} failed`);
  };
  const change = (call: Call, next: readonly string[]) => (id: string) => {
    refuse(call);
    changes.push(id === instanceId ? call : `${call} ${id}`);
    states = [...next];
  };
  return {
    asked,
    changes,
    register: change("register", joining),
    deregister: change("deregister", leaving),
    list: () => {
      refuse("list");
      const [state = "unused"] = states;
      if (states.length > 1) states.shift();
      const own = state === "unused" ? [] : [[instanceId, state] as const];
      const rest = Array.from({ length: others }, (_, i) => [`i-other-${i}`, "healthy"] as const);
      return new Map([...rest, ...own]);
    },
  };
}

const ampleRun: UpdaterRunLimits = {
  ...AMPLE_LIMITS,
  lockSeconds: 2,
  drainSeconds: 30,
  healthSeconds: 30,
  inServiceSeconds: 30,
  targetCallSeconds: 30,
  targetPollSeconds: 1,
  metadataSeconds: 30,
};

/** A node with the updater's release 1 and a healthy application, unless told otherwise. */
export async function givenNode(
  context: TestContext,
  options: Omit<Partial<NodeOptions>, "certificate"> = {},
): Promise<ManagedNode> {
  const node = new ManagedNode({
    certificate: certificate(),
    download: (_request, response) => response.end(node.updater("1")),
    application: ({ url }, response) => {
      response.writeHead(url === sampleHealth.path ? 200 : 404).end();
    },
    ...options,
  });
  return (await node.start(context)).install(node.updater("1"));
}

/** An application that gives one HTTP status after the other, and then always the last. */
export function answering(...statuses: readonly number[]): Answer {
  return (_request, response, nth) => {
    response.writeHead(statuses[Math.min(nth, statuses.length) - 1] ?? 500).end();
  };
}

/** What is the same whenever the updater with this content ran. */
export const ran = (content: string) => ({
  ...unharmed,
  updater: { content, mode: "755" },
  runs: ["0022"],
});
