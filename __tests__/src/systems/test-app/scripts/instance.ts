import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "vitest";
import type { UpdaterLimits } from "../../../../../src/systems/test-app/boot";
import type { InstancePaths } from "../../../../../src/systems/test-app/scripts/instance-paths";
import type { UpdaterSource } from "../../../../../src/systems/test-app/scripts/updater-functions";
import { type Tool, toolPath } from "../../../../support/tools";
import { makeCommands } from "./commands";
import { endProcesses, filesUnder, placesOf } from "./observation";
import {
  type Answer,
  type Certificate,
  guarded,
  instanceId,
  metadataService,
  parameterShortcut,
  parameterStore,
  StandIn,
  secretsManager,
} from "./stand-ins";

const UPDATES = "/test-app/uat-us-east-1/updates";
const SECRET_NAME = "test-app/uat-us-east-1/autoupdater-download";

/** What every script of an instance needs in a test. */
export const TOOLS: readonly Tool[] = [
  "bash",
  "curl",
  "openssl",
  "flock",
  "timeout",
  "python3",
  "aws",
];

/** Long enough for a busy machine: only the limit that a test is about is small. */
export const AMPLE_LIMITS: UpdaterLimits = {
  updatesSeconds: 30,
  secretSeconds: 30,
  downloadSeconds: 30,
  updaterSeconds: 30,
};

export interface InstanceOptions {
  readonly certificate: Certificate;
  /** Its id (default: {@link instanceId}). */
  readonly id?: string;
  /** What the download server answers to who knows the password. */
  readonly download: Answer;
  /** Stands behind a random text, so that a search for that finds the password however quoted. */
  readonly passwordEnd?: string;
  /** The secret's value, made from the right one; undefined: none was put in yet. */
  readonly secret?: (right: string) => string | undefined;
  readonly updaterSha256?: string;
  /** What the parameter says that lets updates happen, at the nth question; undefined: it isn't there (default: `enabled`). */
  readonly updates?: (nth: number) => string | undefined;
  /** The commands that would change the machine: name and bash text. */
  readonly commands?: Readonly<Record<string, string>>;
  /** Bash text that stands before a real tool (default: the AWS CLI's call of the parameter is quick). */
  readonly shortcuts?: Readonly<Record<string, string>>;
  /** What Auto Scaling means the instance to be, at the nth question (default: `InService`). */
  readonly lifecycle?: (nth: number) => string;
  /** More of the script's environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What a user relies on after a script has run. */
export interface ScriptResult {
  readonly exitCode: number | null;
  /** The updater's bytes and mode, when there is one. */
  readonly updater: { readonly content: string; readonly mode: string } | undefined;
  /** The umask of each run of the updater in this run of the script. */
  readonly runs: readonly string[];
  /** Where the password was seen outside the processes' memory and the connections. */
  readonly passwordSeenIn: readonly string[];
  /** Temporary files that were left. */
  readonly leftovers: readonly string[];
  readonly lockIsFree: boolean;
}

/** What is the same after every script, whatever happened in it. */
export const unharmed = { passwordSeenIn: [], leftovers: [], lockIsFree: true };

/** An EC2 instance as far as a script can see: a folder, commands, and the servers around it. */
export class Instance<Options extends InstanceOptions = InstanceOptions> {
  readonly root = mkdtempSync(join(tmpdir(), "instance-"));
  readonly paths: InstancePaths = {
    updater: join(this.root, "disk/bin/updater"),
    updaterLog: join(this.root, "disk/log/updater.log"),
    log: join(this.root, "disk/log/user-data.log"),
    console: join(this.root, "console"),
    lock: join(this.root, "run/updater.lock"),
    outOfService: join(this.root, "disk/lib/out-of-service"),
    guardScript: join(this.root, "disk/lib/put-back"),
    guardUnit: join(this.root, "disk/units/testapp-put-back.service"),
    agentCtl: join(this.root, "agent/ctl"),
    agentConfig: join(this.root, "agent/config.json"),
  };
  readonly #marker = randomBytes(12).toString("hex");
  readonly #password: string;
  readonly #seen: string[] = [];
  #lifecycleQuestions = 0;
  readonly metadata = new StandIn(
    metadataService(
      () => this.options.lifecycle?.(++this.#lifecycleQuestions) ?? "InService",
      () => this.options.id ?? instanceId,
    ),
  );
  readonly parameters = new StandIn((...exchange) => {
    const { updates = () => "enabled" } = this.options;
    parameterStore(UPDATES, updates)(...exchange);
  });
  readonly secrets: StandIn;
  readonly downloads: StandIn;
  /** Started and stopped with the instance; whoever extends it adds its own. */
  protected readonly servers: StandIn[];

  constructor(protected readonly options: Options) {
    this.#password = this.#marker + (options.passwordEnd ?? "");
    const right = JSON.stringify({ username: "updater", password: this.#password });
    const secret = options.secret ?? (() => right);
    const watched = (answer: Answer): Answer => {
      return (...exchange) => {
        this.#lookForPassword();
        answer(...exchange);
      };
    };
    this.secrets = new StandIn(watched(secretsManager(SECRET_NAME, () => secret(right))));
    this.downloads = new StandIn(
      watched(guarded(() => `updater:${this.#password}`, options.download)),
      options.certificate,
    );
    this.servers = [this.metadata, this.parameters, this.secrets, this.downloads];
    for (const folder of ["disk/bin", "run", "agent", "tmp", "tools", "records"]) {
      mkdirSync(join(this.root, folder), { recursive: true });
    }
    writeFileSync(join(this.root, "ca.pem"), options.certificate.cert);
    makeCommands(
      this.root,
      options.commands ?? {},
      options.shortcuts ?? { aws: parameterShortcut },
    );
  }

  async start({ onTestFinished }: Pick<TestContext, "onTestFinished">): Promise<this> {
    onTestFinished(async () => {
      for (const server of this.servers) {
        server.stop();
      }
      await endProcesses(this.root);
      rmSync(this.root, { recursive: true, force: true });
    });
    await Promise.all(this.servers.map((server) => server.start()));
    return this;
  }

  /** Puts a file where the updater belongs, as an earlier boot did. */
  install(content: string, mode = 0o755): this {
    writeFileSync(this.paths.updater, content);
    chmodSync(this.paths.updater, mode);
    return this;
  }

  /** Starts a program in the script's surroundings; it is ended with the test. */
  spawn(
    [program = "", ...launch]: readonly string[],
    args: readonly string[],
    outputs: readonly [string, string] = ["cloud-init-output.log", "cloud-init-output.log"],
  ): ChildProcess {
    const [stdout, stderr] = outputs.map((name) => openSync(join(this.root, name), "a"));
    return spawn(program, [...launch, ...args], {
      cwd: this.root,
      detached: true,
      stdio: ["ignore", stdout, stderr],
      env: {
        PATH: `${join(this.root, "tools")}:${process.env.PATH}`,
        TMPDIR: join(this.root, "tmp"),
        INSTANCE_ROOT: this.root,
        CURL_CA_BUNDLE: join(this.root, "ca.pem"),
        ...this.endpoints(),
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
        NO_PROXY: "*",
        ...this.options.variables,
      },
    });
  }

  /** Waits until a script has ended, and looks at what it left behind. */
  async resultOf(start: () => ChildProcess): Promise<ScriptResult> {
    const runsBefore = this.runs().length;
    const [exitCode] = (await once(start(), "exit")) as [number | null];
    this.#lookForPassword();
    return {
      exitCode,
      updater: existsSync(this.paths.updater)
        ? {
            content: readFileSync(this.paths.updater, "utf8"),
            mode: (statSync(this.paths.updater).mode & 0o7777).toString(8),
          }
        : undefined,
      runs: this.runs().slice(runsBefore),
      passwordSeenIn: [...new Set(this.#seen)],
      leftovers: this.#leftovers(),
      lockIsFree: this.lockIsFree(),
    };
  }

  lockIsFree(): boolean {
    return spawnSync(toolPath("flock"), ["-n", this.paths.lock, "true"]).status === 0;
  }

  get previous(): string {
    return this.text(`${this.paths.updater}.previous`);
  }

  /** An updater that leaves a trace of its run and of everything it can see of other processes. */
  updater(release: string, body = ""): string {
    return [
      "#!/bin/bash",
      `umask >>${this.root}/runs`,
      `cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ >>${this.root}/records/updater 2>/dev/null`,
      `echo "release ${release}"`,
      body,
      "",
    ].join("\n");
  }

  /** The umask of every run of the updater so far. */
  runs(): string[] {
    return this.text(join(this.root, "runs")).split("\n").slice(0, -1);
  }

  protected source(): UpdaterSource {
    return {
      region: "us-east-1",
      secretName: SECRET_NAME,
      updatesParameter: UPDATES,
      updaterUrl: `https://localhost:${this.downloads.port}/testapp-autoupdater`,
      updaterSha256: this.options.updaterSha256 ?? "",
    };
  }

  protected endpoints(): Record<string, string> {
    return {
      AWS_EC2_METADATA_SERVICE_ENDPOINT: this.metadata.url,
      AWS_ENDPOINT_URL_SSM: this.parameters.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: this.secrets.url,
    };
  }

  /** Writes a script as the file that its launcher gets. */
  protected write(name: string, script: string, mode = 0o644): string {
    const path = join(this.root, name);
    writeFileSync(path, script, { mode });
    return path;
  }

  protected text(path: string): string {
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }

  #lookForPassword(): void {
    const basic = Buffer.from(`updater:${this.#password}`).toString("base64");
    this.#seen.push(...placesOf([this.#marker, basic], this.root));
  }

  #leftovers(): string[] {
    const known = [this.paths.updater, `${this.paths.updater}.previous`];
    return [...filesUnder(join(this.root, "tmp")), ...filesUnder(dirname(this.paths.updater))]
      .filter((path) => !known.includes(path))
      .map((path) => path.slice(this.root.length));
  }
}
