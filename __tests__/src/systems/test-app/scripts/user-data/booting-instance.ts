import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { BootLimits } from "../../../../../../src/systems/test-app/boot";
import {
  bootMetricName,
  renderUserData,
} from "../../../../../../src/systems/test-app/scripts/user-data/render-user-data";
import { toolPath } from "../../../../../support/external-tools";
import { makeRecorder } from "../commands";
import { AMPLE_LIMITS, Instance, type InstanceOptions, type ScriptResult } from "../instance";
import { cloudWatch, StandIn } from "../stand-ins";

const LIMITS: BootLimits = {
  ...AMPLE_LIMITS,
  agentSeconds: 30,
  lockSeconds: 30,
  metricSeconds: 30,
};

export interface BootOptions extends InstanceOptions {
  readonly limits?: Partial<BootLimits>;
  readonly agentInstalled?: boolean;
  /** What somebody else does while the boot sends its metric. */
  readonly meanwhile?: () => void;
  /** Command line that runs the script. */
  readonly launcher?: (root: string) => readonly string[];
}

/** What a user relies on after a boot. */
export interface BootResult extends ScriptResult {
  /** The values of the metric that were sent. */
  readonly metrics: readonly unknown[];
}

/** An instance at its first boot. */
export class BootingInstance extends Instance<BootOptions> {
  readonly #sent: { target: string; MetricData: { Value: unknown }[] }[] = [];
  #script: ChildProcess | undefined;
  readonly cloudWatch = new StandIn((...exchange) => {
    this.options.meanwhile?.();
    cloudWatch(this.#sent)(...exchange);
  });

  constructor(options: BootOptions) {
    super(options);
    this.servers.push(this.cloudWatch);
    writeFileSync(this.paths.console, "");
    if (options.agentInstalled ?? true) {
      makeRecorder(this.root, this.paths.agentCtl);
    }
  }

  /** Runs the script to its end. */
  async boot(): Promise<BootResult> {
    const sentBefore = this.#sent.length;
    const launcher = this.options.launcher?.(this.root) ?? [toolPath("bash")];
    const result = await this.resultOf(() => {
      this.#script = this.spawn(launcher, [this.#writeScript()]);
      return this.#script;
    });
    const metrics = this.#sent.slice(sentBefore).map(({ MetricData }) => MetricData[0]?.Value);
    return { ...result, metrics };
  }

  /** Sends a signal to the running script alone, not to what it started. */
  signal(name: NodeJS.Signals): void {
    this.#script?.kill(name);
  }

  /** Waits until the log has a line; the test's own time-out is the limit. */
  async logHas(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.log)) {
      await sleep(50);
    }
  }

  get log(): string {
    return this.text(this.paths.log);
  }

  get console(): string {
    return this.text(this.paths.console);
  }

  /** What the stand-ins of system commands were called with. */
  get calls(): string {
    return this.text(join(this.root, "calls"));
  }

  /** The one datum of the last boot, as CloudWatch got it. */
  get sentMetric(): unknown {
    return this.#sent.at(-1);
  }

  protected override endpoints(): Record<string, string> {
    return { ...super.endpoints(), AWS_ENDPOINT_URL_CLOUDWATCH: this.cloudWatch.url };
  }

  #writeScript(): string {
    const script = renderUserData({
      ...this.source(),
      environmentId: "uat-us-east-1",
      metricNamespace: "test-app/uat-us-east-1",
      logGroupPrefix: "/test-app/uat-us-east-1",
      paths: this.paths,
      limits: { ...LIMITS, ...this.options.limits },
    });
    return this.write("user-data.sh", script);
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
