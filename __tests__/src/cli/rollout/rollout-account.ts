import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { rolloutTarget } from "../../../../src/operations/rollout/surroundings";
import { loadEnvironments } from "../../../../src/systems/test-app/environments";
import { releasable } from "../../../../src/systems/test-app/functions/rollout-settings";
import { VirtualClock } from "../../../support/fake-ssm/clock";
import { type FaultPlan, noFaults } from "../../../support/fake-ssm/faults";
import { type FakeInstance, instance, success } from "../../../support/fake-ssm/instances";
import { type FakeServer, startServer } from "../../../support/fake-ssm/server";
import { World, type WorldProps } from "../../../support/fake-ssm/world";
import { type Ended, Folder, testapp, variablesFor } from "../command-line";

export const environmentId = "uat-us-east-1";

/** So many seconds pass in the account while one passes here. */
const haste = 50;

/** The time of the account, which the program's requests don't move. */
class HastyClock extends VirtualClock {
  private readonly start = Date.now();

  override now(): number {
    return this.start + (Date.now() - this.start) * haste;
  }

  override advance(): void {}

  override at(milliseconds: number, act: () => void): void {
    setTimeout(act, Math.max(0, milliseconds - this.elapsed()) / haste).unref();
  }
}

export interface AccountProps extends Partial<WorldProps> {
  readonly faults?: FaultPlan;
}

export const a = instance("i-0f0a5c1d2e3b4a697");
export const b = instance("i-0f0a5c1d2e3b4a698");
export const c = instance("i-0f0a5c1d2e3b4a699");
/** Needs longer than a test lasts. */
export const slow = instance("i-0f0a5c1d2e3b4a69a", { runs: [{ ...success, lastsMs: 1e9 }] });

/** With fewer than three instances a rollout is refused: these fill the fleet up behind those that a test is about. */
const others = [instance("i-0f0a5c1d2e3b4a69b"), instance("i-0f0a5c1d2e3b4a69c")];

/** A simulated account, the folder that the program runs in, and all that the program was asked. */
export class Account implements AsyncDisposable {
  readonly folder = new Folder();
  private readonly running = new Set<ChildProcess>();

  private constructor(
    readonly world: World,
    readonly server: FakeServer,
  ) {}

  static async with(fleet: readonly FakeInstance[], props: AccountProps = {}) {
    const instances = [...fleet, ...others.slice(0, Math.max(0, 3 - fleet.length))];
    const target = rolloutTarget(releasable(loadEnvironments()[environmentId]));
    const world = new World(new HastyClock(), { ...target, ...props, instances });
    return new Account(world, await startServer(world, props.faults ?? noFaults));
  }

  /** `testapp rollout`, with short intervals. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
    return this.startCommand("rollout", args, env);
  }

  /** Another command of `testapp` that watches. */
  startCommand(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
    const child = this.spawned(testapp, [name, ...this.quick(args)], env);
    const stdout = text(child.stdout);
    const stderr = text(child.stderr);
    const ended = async () => {
      const [status] = await once(child, "close");
      return { status, stdout: await stdout, stderr: await stderr };
    };
    return { child, ended: ended() };
  }

  run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  /** A line of bash, in which `rollout` is the program's command, and `$testapp` the program. */
  async shell(line: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const program = `rollout() { "$testapp" rollout --poll-interval 0.02 "$@"; }; ${line}`;
    const child = this.spawned("bash", ["-c", program], { testapp, ...env });
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    return { status, stdout, stderr };
  }

  /** What the program sent of one operation. */
  received(operation: string): any[] {
    return this.server.received
      .filter((request) => request.operation === operation)
      .map(({ input }) => input);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.running) child.kill("SIGKILL");
    await this.server.close();
    this.folder[Symbol.dispose]();
  }

  private quick(args: readonly string[]): readonly string[] {
    return args.includes("--poll-interval") ? args : ["--poll-interval", "0.02", ...args];
  }

  private spawned(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    const child = spawn(command, args, {
      cwd: this.folder.path,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...variablesFor(this.server.url), ...env },
    });
    this.running.add(child);
    child.on("close", () => this.running.delete(child));
    return child;
  }
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}
