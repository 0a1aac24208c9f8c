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
import { setTimeout as sleep } from "node:timers/promises";
import { expect, type TestContext } from "vitest";
import type { BootLimits } from "../../../../src/config/boot";
import {
  bootMetricName,
  type InstancePaths,
  renderUserData,
} from "../../../../src/constructs/user-data/render-user-data";
import { toolPath } from "../../../support/external-tools";
import { makeCommands, makeRecorder } from "./commands";
import { endProcesses, filesUnder, placesOf } from "./observation";
import {
  type Answer,
  type Certificate,
  cloudWatch,
  guarded,
  metadataService,
  StandIn,
  secretsManager,
} from "./stand-ins";

const SECRET_NAME = "test-app/uat-us-east-1/autoupdater-download";

/** Long enough for a busy machine: only the limit that a test is about is small. */
const LIMITS: BootLimits = {
  agentSeconds: 30,
  lockSeconds: 30,
  secretSeconds: 30,
  downloadSeconds: 30,
  updaterSeconds: 30,
  metricSeconds: 30,
};

export interface InstanceOptions {
  readonly certificate: Certificate;
  /** What the download server answers to who knows the password. */
  readonly download: Answer;
  /** Stands behind a random text, so that a search for that finds the password however quoted. */
  readonly passwordEnd?: string;
  /** The secret's value, made from the right one; undefined: none was put in yet. */
  readonly secret?: (right: string) => string | undefined;
  readonly limits?: Partial<BootLimits>;
  readonly updaterSha256?: string;
  /** The commands that would change the machine: name and bash text. */
  readonly commands?: Readonly<Record<string, string>>;
  readonly agentInstalled?: boolean;
  /** Command line that runs the script. */
  readonly launcher?: (root: string) => readonly string[];
}

/** What a user relies on after a boot. */
export interface BootResult {
  readonly exitCode: number | null;
  /** The updater's bytes and mode, when there is one. */
  readonly updater: { readonly content: string; readonly mode: string } | undefined;
  /** The umask of each run of the updater in this boot. */
  readonly runs: readonly string[];
  /** The values of the metric that were sent. */
  readonly metrics: readonly unknown[];
  /** Where the password was seen outside the processes' memory and the connections. */
  readonly passwordSeenIn: readonly string[];
  /** Temporary files that were left. */
  readonly leftovers: readonly string[];
  readonly lockIsFree: boolean;
}

/** An EC2 instance as far as the boot script can see: a folder, commands, and the servers around it. */
export class Instance {
  readonly root = mkdtempSync(join(tmpdir(), "user-data-"));
  readonly paths: InstancePaths = {
    updater: join(this.root, "disk/bin/updater"),
    updaterLog: join(this.root, "disk/log/updater.log"),
    log: join(this.root, "disk/log/user-data.log"),
    console: join(this.root, "console"),
    lock: join(this.root, "run/updater.lock"),
    agentCtl: join(this.root, "agent/ctl"),
    agentConfig: join(this.root, "agent/config.json"),
  };
  readonly #marker = randomBytes(12).toString("hex");
  readonly #password: string;
  readonly #sent: { target: string; MetricData: { Value: unknown }[] }[] = [];
  readonly #seen: string[] = [];
  #script: ChildProcess | undefined;
  readonly metadata = new StandIn(metadataService());
  readonly secrets: StandIn;
  readonly cloudWatch = new StandIn(cloudWatch(this.#sent));
  readonly downloads: StandIn;

  constructor(private readonly options: InstanceOptions) {
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
    for (const folder of ["disk/bin", "run", "agent", "tmp", "tools", "records"]) {
      mkdirSync(join(this.root, folder), { recursive: true });
    }
    writeFileSync(this.paths.console, "");
    writeFileSync(join(this.root, "ca.pem"), options.certificate.cert);
    makeCommands(this.root, options.commands ?? {});
    if (options.agentInstalled ?? true) {
      makeRecorder(this.root, this.paths.agentCtl);
    }
  }

  async start({ onTestFinished }: Pick<TestContext, "onTestFinished">): Promise<this> {
    onTestFinished(async () => {
      for (const server of [this.metadata, this.secrets, this.cloudWatch, this.downloads]) {
        server.stop();
      }
      await endProcesses(this.root);
      rmSync(this.root, { recursive: true, force: true });
    });
    await Promise.all(
      [this.metadata, this.secrets, this.cloudWatch, this.downloads].map((s) => s.start()),
    );
    return this;
  }

  /** Puts a file where the updater belongs, as an earlier boot did. */
  install(content: string, mode = 0o755): this {
    writeFileSync(this.paths.updater, content);
    chmodSync(this.paths.updater, mode);
    return this;
  }

  /** Runs the script to its end. */
  async boot(): Promise<BootResult> {
    const runsBefore = this.#runs().length;
    const sentBefore = this.#sent.length;
    const launcher = this.options.launcher?.(this.root) ?? [toolPath("bash")];
    this.#script = this.spawn(launcher, [this.#writeScript()]);
    const [exitCode] = (await once(this.#script, "exit")) as [number | null];
    this.#lookForPassword();
    return {
      exitCode,
      updater: existsSync(this.paths.updater)
        ? {
            content: readFileSync(this.paths.updater, "utf8"),
            mode: (statSync(this.paths.updater).mode & 0o7777).toString(8),
          }
        : undefined,
      runs: this.#runs().slice(runsBefore),
      metrics: this.#sent.slice(sentBefore).map(({ MetricData }) => MetricData[0]?.Value),
      passwordSeenIn: [...new Set(this.#seen)],
      leftovers: this.#leftovers(),
      lockIsFree: spawnSync(toolPath("flock"), ["-n", this.paths.lock, "true"]).status === 0,
    };
  }

  /** Sends a signal to the running script alone, not to what it started. */
  signal(name: NodeJS.Signals): void {
    this.#script?.kill(name);
  }

  /** Starts a program in the script's surroundings; it is ended with the test. */
  spawn([program = "", ...launch]: readonly string[], args: readonly string[]): ChildProcess {
    const output = openSync(join(this.root, "cloud-init-output.log"), "a");
    const service = (server: StandIn) => `http://127.0.0.1:${server.port}`;
    return spawn(program, [...launch, ...args], {
      cwd: this.root,
      detached: true,
      stdio: ["ignore", output, output],
      env: {
        PATH: `${join(this.root, "tools")}:${process.env.PATH}`,
        TMPDIR: join(this.root, "tmp"),
        USER_DATA_TEST: this.root,
        CURL_CA_BUNDLE: join(this.root, "ca.pem"),
        AWS_EC2_METADATA_SERVICE_ENDPOINT: service(this.metadata),
        AWS_ENDPOINT_URL_SECRETS_MANAGER: service(this.secrets),
        AWS_ENDPOINT_URL_CLOUDWATCH: service(this.cloudWatch),
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
        NO_PROXY: "*",
      },
    });
  }

  /** Waits until the log has a line; the test's own time-out is the limit. */
  async logHas(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.log)) {
      await sleep(50);
    }
  }

  get log(): string {
    return this.#text(this.paths.log);
  }

  get console(): string {
    return this.#text(this.paths.console);
  }

  get previous(): string {
    return this.#text(`${this.paths.updater}.previous`);
  }

  /** What the stand-ins of system commands were called with. */
  get calls(): string {
    return this.#text(join(this.root, "calls"));
  }

  /** The one datum of the last boot, as CloudWatch got it. */
  get sentMetric(): unknown {
    return this.#sent.at(-1);
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

  #writeScript(): string {
    const script = join(this.root, "user-data.sh");
    const text = renderUserData({
      environmentId: "uat-us-east-1",
      region: "us-east-1",
      metricNamespace: "test-app/uat-us-east-1",
      secretName: SECRET_NAME,
      updaterUrl: `https://localhost:${this.downloads.port}/testapp-autoupdater`,
      updaterSha256: this.options.updaterSha256 ?? "",
      paths: this.paths,
      limits: { ...LIMITS, ...this.options.limits },
    });
    writeFileSync(script, text);
    return script;
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

  #runs(): string[] {
    return this.#text(join(this.root, "runs")).split("\n").slice(0, -1);
  }

  #text(path: string): string {
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }
}

/** The metric's name and dimension as they must arrive. */
export function bootMetric(value: number): object {
  return {
    target: expect.stringContaining("PutMetricData"),
    Namespace: "test-app/uat-us-east-1",
    MetricData: [
      {
        MetricName: bootMetricName,
        Dimensions: [{ Name: "EnvironmentId", Value: "uat-us-east-1" }],
        Value: value,
        Unit: "Count",
      },
    ],
  };
}
