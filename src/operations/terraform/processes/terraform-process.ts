import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, sendSignal } from "./processes";

/** The commands whose processes terraform.sh writes about. */
const commands = ["init", "plan", "apply"] as const;
type Command = (typeof commands)[number];

/** A Terraform that terraform.sh has started, by what that wrote about it. */
export class TerraformProcess {
  readonly #control: string;
  #interruption: Promise<void> | undefined;

  /** @param control the folder that terraform.sh writes to */
  constructor(control: string) {
    this.#control = control;
  }

  /** What a command of Terraform said; empty when it wasn't started. */
  log(command: Command): string {
    return this.#read(`${command}.log`);
  }

  /** Takes away what an earlier process said. */
  removeLogs(): void {
    for (const command of commands)
      rmSync(path.join(this.#control, `${command}.log`), { force: true });
  }

  hasStarted(command: Command): boolean {
    return existsSync(path.join(this.#control, `${command}.log`));
  }

  /** The running process's id; undefined when none is running. */
  get runningId(): number | undefined {
    const id = Number.parseInt(this.#read("terraform.pid"), 10);
    return Number.isInteger(id) && isRunning(id) ? id : undefined;
  }

  /**
   * Interrupts Terraform once, which makes it give its lock back and end; none is started any more. A second
   * interrupt would make it end at once, with the state locked. So whoever interrupts all processes of a
   * tree, as Jenkins does, gets a second in which to have interrupted Terraform already.
   */
  interrupt(): Promise<void> {
    this.#interruption ??= this.#interruptOnce();
    return this.#interruption;
  }

  async #interruptOnce(): Promise<void> {
    try {
      writeFileSync(path.join(this.#control, "interrupted"), "");
    } finally {
      // On a full disk, say, there is no mark, and a Terraform that runs is interrupted all the same.
      await sleep(1000);
      const id = this.runningId;
      const isTold = commands.some((command) => /Interrupt received/.test(this.log(command)));
      if (id !== undefined && !isTold) sendSignal(id, "SIGINT");
    }
  }

  /** Waits for the end. False when Terraform is still there after so many seconds. */
  async hasEnded(limitSeconds: number): Promise<boolean> {
    const end = Date.now() + limitSeconds * 1000;
    while (this.runningId !== undefined) {
      if (Date.now() >= end) return false;
      await sleep(100);
    }
    return true;
  }

  #read(file: string): string {
    const absolute = path.join(this.#control, file);
    return existsSync(absolute) ? readFileSync(absolute, "utf8") : "";
  }
}
