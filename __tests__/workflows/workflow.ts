import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { toolPath } from "../support/tools";

export const root = path.resolve(__dirname, "../..");
export const folder = path.join(root, ".github/workflows");
const { load } = createRequire(__filename)("js-yaml") as { load: (text: string) => Workflow };

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly "timeout-minutes"?: number;
}
export interface Job {
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly "timeout-minutes": number;
  readonly steps: readonly Step[];
}
export interface Workflow {
  readonly on: { readonly push: { readonly paths: readonly string[] } };
  readonly permissions: object;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export function textOf(name: string): string {
  return readFileSync(path.join(folder, `${name}.yml`), "utf8");
}

export function workflow(name: string): Workflow {
  return load(textOf(name));
}

/** A job, with the variables of its workflow. */
export function jobOf(name: string, id: string): Job {
  const { env, jobs: all } = workflow(name);
  const job = all[id] as Job;
  return { ...job, env: { ...env, ...job.env } };
}

/** A folder in which a job's steps run, one after the other, with programs that stand in for others. */
export class Runner implements Disposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), "runner-"));

  /** @param programs shell scripts by the name of the program; a name with a slash is a file of the checkout */
  constructor(
    private readonly job: Job,
    programs: Readonly<Record<string, string>>,
  ) {
    mkdirSync(path.join(this.folder, "stand-ins"));
    for (const [name, script] of Object.entries(programs)) {
      const file = path.join(this.folder, name.includes("/") ? name : `stand-ins/${name}`);
      this.write(path.relative(this.folder, file), `#!/bin/bash\n${script}\n`);
      chmodSync(file, 0o755);
    }
  }

  /** Runs a step as GitHub does where it says `shell: bash`. */
  run(step: string, env: NodeJS.ProcessEnv = {}) {
    const script = this.job.steps.find(({ name }) => name === step)?.run;
    if (script === undefined) throw new Error(`There is no step ${step}`);
    const { status, stdout, stderr } = spawnSync(
      toolPath("bash"),
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
      {
        cwd: this.folder,
        encoding: "utf8",
        env: {
          PATH: `${path.join(this.folder, "stand-ins")}:${process.env.PATH}`,
          HOME: this.folder,
          CALLS: path.join(this.folder, "calls"),
          GITHUB_OUTPUT: path.join(this.folder, "output"),
          GITHUB_STEP_SUMMARY: path.join(this.folder, "summary"),
          GITHUB_RUN_NUMBER: "7",
          GITHUB_RUN_ATTEMPT: "1",
          ...this.job.env,
          ...env,
        },
      },
    );
    return { status, stdout, stderr };
  }

  read(file: string): string {
    const whole = path.join(this.folder, file);
    return existsSync(whole) ? readFileSync(whole, "utf8") : "";
  }

  write(file: string, content: string): void {
    mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    writeFileSync(path.join(this.folder, file), content);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
