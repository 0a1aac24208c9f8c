import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { applicationArgs } from "../../../src/operations/terraform/plan/application-args";
import { regions } from "../../../src/systems/configuration/account";
import { toolPath } from "../../support/tools";
import { ProjectCopy } from "../project-copy";
import { Bucket } from "./bucket";
import { CloudFolder } from "./cloud-folder";
import type { MotoServer } from "./moto-server";
import { processesIn, signalEach } from "./process-tree";
import { Program, type ProgramEnded, succeed } from "./program";
import { ProviderMirror } from "./provider-mirror";
import type { Code, Thing } from "./small-app/code";

/** What a lock object in S3 holds, in Terraform's words. */
export interface LockInfo {
  readonly ID: string;
  readonly Operation: string;
  readonly Info: string;
  readonly Who: string;
  readonly Version: string;
  readonly Created: string;
  readonly Path: string;
}

/**
 * A copy of the project that declares things in a cloud of its own, with its state in S3: what
 * `drift-check` sees there is made by real Terraform, and by nobody else but the test.
 */
export class StandInProject implements AsyncDisposable {
  /** Where commands put what they should take away again; empty until one runs. */
  readonly temporaryFolder: string;
  /** The whole environment of every command. */
  readonly environment: NodeJS.ProcessEnv;
  /** The root of the copy, where commands run. */
  readonly folder: string;
  /** Holds all of it, the copy too. */
  readonly root = mkdtempSync(path.join(tmpdir(), "test-app-stand-in-"));
  readonly #provider = new ProviderMirror(this.root);
  readonly #codeFile = path.join(this.root, "code.json");
  #code: Code = {};
  readonly #synthesized = new Map<string, string>();

  private constructor(
    private readonly moto: MotoServer,
    readonly bucket: Bucket,
  ) {
    this.folder = new ProjectCopy(path.join(this.root, "project")).folder;
    cpSync(path.join(__dirname, "small-app/main.ts"), path.join(this.folder, "main.ts"));
    const home = path.join(this.root, "home");
    this.temporaryFolder = path.join(this.root, "tmp");
    for (const folder of [home, this.temporaryFolder]) mkdirSync(folder);
    this.environment = {
      PATH: pathWithoutPackages(),
      HOME: home,
      TMPDIR: this.temporaryFolder,
      CI: "1",
      CHECKPOINT_DISABLE: "1",
      TF_CLI_CONFIG_FILE: this.#provider.configuration,
      // The folder provider speaks without TLS, so it needs no certificate.
      TF_DISABLE_PLUGIN_TLS: "1",
      AWS_ACCESS_KEY_ID: "stand-in",
      AWS_SECRET_ACCESS_KEY: "stand-in",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL: moto.url,
      STAND_IN_CODE: this.#codeFile,
    };
  }

  /** With a bucket of its own on the server. */
  static async create(moto: MotoServer): Promise<StandInProject> {
    return new StandInProject(moto, await moto.createBucket(`state-${randomUUID()}`));
  }

  /** Whose bucket is still to be made, by this name. */
  static withoutBucket(moto: MotoServer, bucketName: string): StandInProject {
    return new StandInProject(moto, new Bucket(moto.url, bucketName));
  }

  /**
   * Takes a stand-in for the cdktf CLI, which starts in a twentieth of the time: for suites about what comes after the
   * plan. What the CLI itself does is tested by drift-check's interrupts and failures, by bootstrap and by the rehearsal.
   */
  useQuickCdktf(): void {
    const file = path.join(this.folder, "src/operations/terraform/project.ts");
    const text = readFileSync(file, "utf8");
    const real = 'require.resolve("cdktf-cli/bundle/bin/cdktf")';
    if (!text.includes(real)) throw new Error(`${file} doesn't hold ${real}`);
    const standIn = JSON.stringify(path.join(__dirname, "quick-cdktf.cjs"));
    writeFileSync(file, text.replace(real, standIn));
  }

  /** Changes the code: the things that an environment declares, with its state at an endpoint (default: moto). */
  write(id: string, things: Readonly<Record<string, Thing>>, endpoint = this.moto.url): void {
    const region = regions.find((each) => id.endsWith(each)) ?? regions[0];
    const state = { bucket: this.bucket.name, key: `${id}.tfstate`, region };
    this.#code = { ...this.#code, [id]: { cloud: this.cloud(id).folder, state, endpoint, things } };
    writeFileSync(this.#codeFile, JSON.stringify(this.#code));
  }

  /** Makes the cloud and the state what the code says. */
  async apply(id: string): Promise<void> {
    await this.#synthesizeTo(this.applied(id));
    await this.terraform(id, "init", "-input=false", "-no-color", "-reconfigure");
    await this.terraform(id, "apply", "-input=false", "-no-color", "-auto-approve");
  }

  /** Synthesizes what the code says now, once, into a folder of its own, which commands only read; returns that. */
  async synthesize(): Promise<string> {
    const code = JSON.stringify(this.#code);
    const known = this.#synthesized.get(code);
    if (known !== undefined) return known;
    const folder = path.join(this.root, "synthesized", randomUUID());
    await this.#synthesizeTo(folder);
    this.#synthesized.set(code, folder);
    return folder;
  }

  /** The synthesized output that was applied last. */
  applied(id: string): string {
    return path.join(this.root, "applied", id);
  }

  /** Runs Terraform on what was applied, and returns what it printed. */
  async terraform(id: string, ...args: string[]): Promise<string> {
    return succeed(this.startTerraform(id, ...args));
  }

  /** Starts Terraform on what was applied; keep it with `await using`. */
  startTerraform(id: string, ...args: string[]): Program {
    const cwd = path.join(this.applied(id), "stacks", id);
    return new Program(toolPath("terraform"), args, { cwd, env: this.environment });
  }

  /** The environment's cloud, to be changed by hand. */
  cloud(id: string): CloudFolder {
    return new CloudFolder(path.join(this.root, "cloud", id));
  }

  /** Starts `bin/testapp drift-check`; keep it with `await using`. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
    return this.startCommand(["drift-check", ...args], env);
  }

  /** Starts any command of `bin/testapp`; keep it with `await using`. */
  startCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
    return new Program(path.join(this.folder, "bin/testapp"), args, {
      cwd: this.folder,
      env: { ...this.environment, ...env },
    });
  }

  /** Runs `bin/testapp drift-check` to its end. */
  async check(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ProgramEnded> {
    await using program = this.start(args, env);
    return await program.ended;
  }

  /** Runs git in the copy, which is no repository at first. */
  git(...args: string[]): string {
    const person = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@test-app.example" };
    const env = {
      ...this.environment,
      ...person,
      EMAIL: "a@test-app.example",
      GIT_COMMITTER_NAME: "a",
    };
    return execFileSync("git", args, { cwd: this.folder, env, encoding: "utf8" });
  }

  /** Locks the environment's state, as somebody's apply elsewhere does. */
  async lock(id: string): Promise<LockInfo> {
    const lock = {
      ID: randomUUID(),
      Operation: "OperationTypeApply",
      Info: "",
      Who: "jenkins@build-7",
      Version: "1.11.4",
      Created: new Date().toISOString(),
      Path: `${this.bucket.name}/${id}.tfstate`,
    };
    const put = await this.bucket.putNew(`${id}.tfstate.tflock`, JSON.stringify(lock));
    if (!put) throw new Error(`The state of ${id} is locked already`);
    return lock;
  }

  /** The keys of all lock objects. */
  async locks(): Promise<string[]> {
    return (await this.bucket.list()).filter((key) => key.endsWith(".tflock"));
  }

  /** The environment's state as it lies in S3. */
  async state(id: string): Promise<string | undefined> {
    return await this.bucket.get(`${id}.tfstate`);
  }

  async #synthesizeTo(folder: string): Promise<void> {
    mkdirSync(path.dirname(folder), { recursive: true });
    const env = { ...this.environment, CDKTF_OUTDIR: folder };
    await succeed(new Program(process.execPath, applicationArgs, { cwd: this.folder, env }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A Terraform that applies belongs to no program's group.
    signalEach(processesIn(this.root), "SIGKILL");
    await this.#provider[Symbol.asyncDispose]();
    // Somebody may be looking at it in another terminal.
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
    await this.bucket.delete();
  }
}

/** npx and vitest add the packages' programs; people and pipelines who call the command don't have them. */
function pathWithoutPackages(): string {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.filter((folder) => !folder.endsWith("node_modules/.bin")).join(path.delimiter);
}
