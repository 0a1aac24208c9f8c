import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import { isRunning } from "../../src/operations/terraform/processes/processes";
import { CloudFolder } from "../e2e/drift/cloud-folder";
import { descendants } from "../e2e/drift/process-tree";
import { Program } from "../e2e/drift/program";
import { until } from "../e2e/drift/until";
import { ProjectCopy } from "../e2e/project-copy";

/** What `npm ci` leaves in a fresh clone: no virtual environment. */
export function freshClone(): ProjectCopy {
  const copy = new ProjectCopy();
  for (const part of ["__tests__", "tsconfig.json"])
    cpSync(part, path.join(copy.folder, part), { recursive: true });
  return copy;
}

/** A rehearsal that a test has started, with a folder of its own for temporary files. */
export class Rehearsal implements AsyncDisposable {
  readonly temporaryFolder: string;
  readonly #program: Program;

  /** @param place the checkout (default: this one), and what of the environment is another */
  constructor(
    args: readonly string[],
    { checkout = process.cwd(), env = {} }: { checkout?: string; env?: NodeJS.ProcessEnv } = {},
  ) {
    this.temporaryFolder = mkdtempSync(path.join(tmpdir(), "test-app-rehearsing-"));
    const script = ["--import", "tsx", "__tests__/rehearse/rehearse.ts", ...args];
    this.#program = new Program(process.execPath, script, {
      cwd: checkout,
      // tsx's cache would lie in the folder, too.
      env: { ...process.env, TMPDIR: this.temporaryFolder, TSX_DISABLE_CACHE: "1", ...env },
    });
  }

  get ended() {
    return this.#program.ended;
  }

  get hasEnded(): boolean {
    return this.#program.hasEnded;
  }

  /** All that it has started and that still runs; with a group of its own, too. */
  get processes(): number[] {
    return descendants(this.#program.pid);
  }

  /** Waits until it has printed what matches; an error when it ends before. */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    return until(() => {
      const match = pattern.exec(this.#program.stdout);
      if (match === null && this.#program.hasEnded)
        throw new Error(`It has ended:\n${this.#program.stdout}${this.#program.stderr}`);
      return match ?? undefined;
    });
  }

  /** Whether Systems Manager's document runs, or ran, on an instance. */
  get runsScript(): boolean {
    const instances = readdirSync(this.temporaryFolder).filter((name) =>
      name.startsWith("instance-"),
    );
    return instances.some((name) => existsSync(path.join(this.temporaryFolder, name, "stdout-1")));
  }

  /** Whether there is a place for its clouds. */
  get hasClouds(): boolean {
    return this.#project !== undefined;
  }

  /** The cloud of an environment. An error until it has clouds. */
  cloud(id: string): CloudFolder {
    if (this.#project === undefined) throw new Error("The rehearsal has no clouds yet.");
    return new CloudFolder(path.join(this.temporaryFolder, this.#project, "cloud", id));
  }

  get #project(): string | undefined {
    const folders = readdirSync(this.temporaryFolder);
    return folders.find((name) => name.startsWith("test-app-stand-in-"));
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.#program.signal("SIGINT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
    rmSync(this.temporaryFolder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Ctrl-C has ended it, and nothing that it had started or made is left. */
export async function leavesNothing(rehearsal: Rehearsal): Promise<string> {
  const started = rehearsal.processes;
  expect(started).not.toEqual([]);
  rehearsal.interrupt();
  const { status, stdout, stderr } = await rehearsal.ended;
  expect(status, stdout + stderr).toBe(130);
  expect(started.filter(isRunning)).toEqual([]);
  expect(readdirSync(rehearsal.temporaryFolder)).toEqual([]);
  return stdout;
}
