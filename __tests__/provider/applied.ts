import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type DriftReport,
  type EnvironmentReport,
  verdicts,
} from "../../src/operations/drift/report";
import { applicationArgs } from "../../src/operations/terraform/plan/application-args";
import { Bucket } from "../e2e/drift/bucket";
import { Program, succeed } from "../e2e/drift/program";
import { type ProviderMirror, writeMirrorConfiguration } from "../support/provider-mirror";
import { toolPath } from "../support/tools";
import { adapt } from "./adapted";
import { Cloud } from "./cloud";
import { Code, withoutHash } from "./code";
import { requiring } from "./find-provider";

const projectRoot = path.resolve(__dirname, "../..");

type Json = any;

/**
 * All stacks as they ship, adapted to a provider, and an emulated AWS to which they are applied at the same time.
 * Most of an apply is waiting, so that the rest needn't wait for all of them.
 */
export class AppliedStacks implements AsyncDisposable {
  readonly ids: readonly string[];
  readonly #applying = new Map<string, Promise<void>>();

  private constructor(
    private readonly root: string,
    /** What the provider doesn't know of what was synthesized. */
    readonly leftOut: readonly string[],
    private readonly environment: NodeJS.ProcessEnv,
    private readonly cloud: Cloud,
  ) {
    this.ids = readdirSync(path.join(this.#output, "stacks")).sort();
  }

  static async create(mirror: ProviderMirror): Promise<AppliedStacks> {
    const root = mkdtempSync(path.join(tmpdir(), "test-app-provider-"));
    for (const folder of ["home", "tmp", "schema"]) mkdirSync(path.join(root, folder));
    const environment = {
      PATH: process.env.PATH,
      HOME: path.join(root, "home"),
      TMPDIR: path.join(root, "tmp"),
      CI: "1",
      CHECKPOINT_DISABLE: "1",
      GOGC: "400",
      TF_CLI_CONFIG_FILE: writeMirrorConfiguration(path.join(root, "terraform.rc"), mirror),
      AWS_ACCESS_KEY_ID: "provider",
      AWS_SECRET_ACCESS_KEY: "provider",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const run = (program: string, args: readonly string[], cwd: string, env = {}) =>
      succeed(new Program(program, args, { cwd, env: { ...environment, ...env } }));

    const output = path.join(root, "synthesized");
    const schemaFolder = path.join(root, "schema");
    writeFileSync(
      path.join(schemaFolder, "main.tf.json"),
      JSON.stringify(requiring(mirror.version)),
    );
    const [, schema] = await Promise.all([
      run(process.execPath, applicationArgs, projectRoot, {
        CDKTF_OUTDIR: output,
      }),
      run(toolPath("terraform"), ["init"], schemaFolder).then(() =>
        run(toolPath("terraform"), ["providers", "schema", "-json"], schemaFolder),
      ),
    ]);
    const [known] = Object.values<Json>(JSON.parse(schema).provider_schemas);
    const adapted = path.join(root, "adapted");
    const leftOut = adapt(output, adapted, mirror.version, known);
    const [stack = ""] = readdirSync(path.join(adapted, "stacks"));
    const account = read(path.join(adapted, "stacks", stack)).provider.aws[0]
      .allowed_account_ids[0];
    const cloud = await Cloud.start(adapted, account);
    return new AppliedStacks(root, leftOut, { ...environment, AWS_ENDPOINT_URL: cloud.url }, cloud);
  }

  /** Settles when the stack is applied, once. */
  applied(id: string): Promise<void> {
    const applying = this.#applying.get(id) ?? this.#apply(id);
    this.#applying.set(id, applying);
    return applying;
  }

  /** Begins all at the same time: the emulated AWS doesn't ask whether a load balancer may write into the log bucket. */
  applyAll(): void {
    // Whoever waits for one is told.
    for (const id of this.ids) this.applied(id).catch(() => {});
  }

  /** What `terraform validate` says of a stack. */
  async validate(id: string): Promise<string> {
    const folder = path.join(this.root, "validated", id);
    cpSync(path.join(this.#output, "stacks", id), folder, { recursive: true });
    await this.#terraform(folder, "init", "-backend=false");
    return this.#terraform(folder, "validate");
  }

  region(id: string): string {
    return read(path.join(this.#output, "stacks", id)).provider.aws[0].region;
  }

  /** A copy of the emulated AWS as it is now. */
  async fork(): Promise<Cloud> {
    return this.cloud.fork();
  }

  /** What the emulated AWS was asked by all applies and checks of all of them. */
  requests() {
    return this.cloud.requests();
  }

  /** Attributes of a resource in a stack's state, by its address. */
  async state(id: string): Promise<(address: string) => Json> {
    const stack = read(path.join(this.#output, "stacks", id));
    const { bucket, key } = stack.terraform.backend.s3;
    const state = JSON.parse((await new Bucket(this.cloud.url, bucket).get(key)) ?? "");
    return (address) => {
      const found = state.resources.find(
        ({ type, name }: Json) => withoutHash(`${type}.${name}`) === address,
      );
      if (found === undefined) throw new Error(`There is no ${address} in the state of ${id}`);
      return found.instances[0].attributes;
    };
  }

  /** Has the state know what was changed by hand, as each apply does at its beginning. */
  async refresh(id: string, cloud: Cloud): Promise<void> {
    const folder = mkdtempSync(path.join(this.root, "refreshed-"));
    cpSync(path.join(this.root, "applied", id), folder, { recursive: true });
    const env = { ...this.environment, AWS_ENDPOINT_URL: cloud.url };
    const args = ["apply", "-refresh-only", "-input=false", "-auto-approve", "-no-color"];
    await succeed(new Program(toolPath("terraform"), args, { cwd: folder, env }));
  }

  /** Runs the project's own drift check over all of them, as they were synthesized. */
  async checkAll(): Promise<DriftReport> {
    await Promise.all(this.ids.map((id) => this.applied(id)));
    return this.#driftCheck(this.ids, this.#output, this.cloud);
  }

  /** Runs the project's own drift check, of a stack as it was synthesized, or as somebody changes the code then. */
  async check(id: string, cloud: Cloud, change?: (code: Code) => void): Promise<EnvironmentReport> {
    let output = this.#output;
    if (change !== undefined) {
      output = mkdtempSync(path.join(this.root, "changed-"));
      cpSync(this.#output, output, { recursive: true });
      const folder = path.join(output, "stacks", id);
      const stack = read(folder);
      change(new Code(stack));
      writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(stack));
    }
    return this.#driftCheck([id], output, cloud);
  }

  async #driftCheck(ids: readonly string[], output: string, cloud: Cloud): Promise<Json> {
    const options = ["--synthesized", output, "--json", "-"];
    const args = ["drift-check", ...ids, ...options];
    await using program = new Program(path.join(projectRoot, "bin/testapp"), args, {
      cwd: projectRoot,
      env: { ...this.environment, AWS_ENDPOINT_URL: cloud.url },
    });
    const { status, stdout, stderr } = await program.ended;
    if (stdout === "") throw new Error(`There is no report:\n${stderr}`);
    const report: EnvironmentReport | DriftReport = JSON.parse(stdout);
    const { exitCode } = verdicts[report.verdict];
    if (status !== exitCode) throw new Error(`${report.verdict} ended with ${status}`);
    return report;
  }

  get #output(): string {
    return path.join(this.root, "adapted");
  }

  async #apply(id: string): Promise<void> {
    const folder = path.join(this.root, "applied", id);
    cpSync(path.join(this.#output, "stacks", id), folder, { recursive: true });
    await this.#terraform(folder, "init");
    await this.#terraform(folder, "apply", "-auto-approve", "-no-color");
  }

  async #terraform(cwd: string, ...args: string[]): Promise<string> {
    const [command = "", ...options] = args;
    const all = command === "validate" ? args : [command, "-input=false", ...options];
    return succeed(new Program(toolPath("terraform"), all, { cwd, env: this.environment }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cloud[Symbol.asyncDispose]();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

function read(folder: string): Json {
  return JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
}
