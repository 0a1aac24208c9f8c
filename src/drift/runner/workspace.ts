import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What a Terraform command leaves in a stack's folder: none of it belongs to the synthesized output. */
const leftBehind = new Set([".terraform", ".terraform.lock.hcl", "plan"]);

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

/**
 * A folder of this check alone, readable by nobody else, for everything that it writes. It is removed in
 * every outcome, at the latest when the process ends.
 */
export class Workspace implements Disposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), "testapp-drift-check-"));
  /** Where the app is synthesized to. */
  readonly synthesized = path.join(this.folder, "cdktf.out");
  readonly #remove = () => rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });

  constructor() {
    process.once("exit", this.#remove);
  }

  /** A copy of a synthesized output for one environment, without anything that an earlier run left in it. */
  planFolder(environment: string, synthesized: string): PlanFolder {
    const output = path.join(this.folder, environment, "cdktf.out");
    const control = path.join(this.folder, environment, "control");
    mkdirSync(control, { recursive: true });
    const stack = path.join(output, "stacks", environment);
    cpSync(synthesized, output, {
      recursive: true,
      dereference: true,
      filter: (source) => !leftBehind.has(path.basename(source)),
    });
    return { output, stack, plan: path.join(stack, "plan"), control };
  }

  [Symbol.dispose](): void {
    process.off("exit", this.#remove);
    this.#remove();
  }
}
