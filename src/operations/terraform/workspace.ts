import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isRunning } from "./processes/processes";
import { TerraformProcess } from "./processes/terraform-process";

/** What Terraform's commands leave in a stack's folder: none of it belongs to the synthesized output. */
const leftBehind = /^stacks\/[^/]+\/(\.terraform|\.terraform\.lock\.hcl|plan|errored\.tfstate)$/;

/** Where one environment is planned: its own copy of the synthesized output, and what is written about it. */
export interface PlanFolder {
  /** The copy of cdktf.out. */
  readonly output: string;
  /** The stack's folder in the copy: Terraform's working directory. */
  readonly stack: string;
  /** The saved plan, which the cdktf CLI calls so. It holds secrets. */
  readonly plan: string;
  /** What terraform.sh writes: Terraform's process id and what Terraform says. */
  readonly control: string;
}

/** Where terraform.sh writes about an apply, apart from what it wrote about the plan. */
export function applyControl({ control }: Pick<PlanFolder, "control">): string {
  return path.join(control, "apply");
}

/** Made once `terraform init` is done: terraform.sh doesn't repeat it, which would read the provider three times. */
export function initialisedMark({ control }: Pick<PlanFolder, "control">): string {
  return path.join(control, "initialised");
}

/** The state that Terraform could not save; it writes it to its working directory. */
export function erroredState({ stack }: Pick<PlanFolder, "stack">): string {
  return path.join(stack, "errored.tfstate");
}

const prefix = "testapp-drift-check-";
/** A workspace as old as this belongs to nothing that still runs, unless its process does. */
const abandonedMs = 24 * 60 * 60 * 1000;

/**
 * A folder of this run alone, readable by nobody else, for everything that it writes. It is removed at the
 * latest when the process ends; when that was killed, by a run on a later day. It stays while a Terraform
 * runs in it, which may have to write its state there, and while it holds a state that exists nowhere else.
 */
export class Workspace implements Disposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`));
  /** Where the app is synthesized to. */
  readonly synthesized = path.join(this.folder, "cdktf.out");
  readonly #remove = () => {
    if (!isNeeded(this.folder))
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  };

  constructor() {
    process.once("exit", this.#remove);
    removeAbandoned();
  }

  /** A copy of a synthesized output for one environment, without anything that an earlier run left in it. */
  planFolder(environment: string, synthesized: string): PlanFolder {
    const folder = planFolder(this.folder, environment);
    mkdirSync(folder.control, { recursive: true });
    cpSync(synthesized, folder.output, {
      recursive: true,
      dereference: true,
      filter: (source) => !leftBehind.test(path.relative(synthesized, source)),
    });
    return folder;
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#remove);
    this.#remove();
  }
}

function planFolder(workspace: string, environment: string): PlanFolder {
  const output = path.join(workspace, environment, "cdktf.out");
  const control = path.join(workspace, environment, "control");
  const stack = path.join(output, "stacks", environment);
  return { output, stack, plan: path.join(stack, "plan"), control };
}

function isNeeded(workspace: string): boolean {
  if (!existsSync(workspace)) return false;
  return readdirSync(workspace)
    .map((environment) => planFolder(workspace, environment))
    .some((folder) => {
      const controls = [folder.control, applyControl(folder)];
      const runs = controls.some((each) => new TerraformProcess(each).runningId !== undefined);
      return runs || existsSync(erroredState(folder));
    });
}

/** Removes what runs have left that were killed: plans hold secrets. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = path.join(tmpdir(), name);
    const pid = Number.parseInt(name.slice(prefix.length), 10);
    const stat = statSync(folder, { throwIfNoEntry: false });
    const isOwn = stat?.uid === process.getuid?.();
    const isOld = stat !== undefined && stat.mtimeMs < Date.now() - abandonedMs;
    if (isOwn && isOld && !isRunning(pid) && !isNeeded(folder))
      rmSync(folder, { recursive: true, force: true });
  }
}
