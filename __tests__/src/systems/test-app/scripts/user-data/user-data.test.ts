import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, chownSync, readFileSync, rmSync, statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeWithTools } from "../../../../../support/external-tools";
import { TOOLS } from "../instance";
import { bootMetric } from "./booting-instance";
import { failed, failedWith, given, updated } from "./given";

describeWithTools("the boot script, run in bash", TOOLS, () => {
  const notRoot = process.getuid?.() !== 0;
  if (notRoot) {
    console.error("SKIPPED: an updater that isn't root's: only root can give a file away");
  }

  const full = ["unshare", "-rm", "true"] as const;
  const noNamespace = spawnSync(full[0], full.slice(1)).status !== 0;
  if (noNamespace) {
    console.error(`SKIPPED: a full disk: \`${full.join(" ")}\` is not allowed here`);
  }

  describe.concurrent("ends as it should when", () => {
    test("it is asked to end, with everything cleaned up and reported", async (context) => {
      const instance = await given(context, {
        download: () => undefined,
        limits: { downloadSeconds: 4 },
      });
      instance.install(instance.updater("0"));

      const boot = instance.boot();
      await instance.logHas(/downloading/);
      instance.signal("SIGTERM");

      expect(await boot).toEqual({ ...failedWith(instance.updater("0")), runs: [] });
    });

    test.skipIf(noNamespace && process.env.CI !== "true")(
      "the disk is full, with the updater of before",
      async (context) => {
        const instance = await given(context, { launcher: onFullDisk });
        instance.install(instance.updater("0", "exit 0"));

        expect(await instance.boot()).toEqual(failedWith(instance.updater("0", "exit 0")));

        expect(instance.console).toMatch(/download failed: curl's exit code 23,/);
        expect(instance.console).toMatch(/updater ended with exit code 0\n/);
        expect(instance.console).toMatch(/exit code 1, and lines of this log were lost\n$/);
      },
    );
  });

  describe.concurrent("when everything works", () => {
    test("installs and starts the agent, installs the updater, runs it, and says so", async (context) => {
      const instance = await given(context, {
        agentInstalled: false,
        shortcuts: {},
        commands: { dnf: 'cp "${0%/*}/systemctl" "$INSTANCE_ROOT/agent/ctl"' },
      });

      expect(await instance.boot()).toEqual(updated(instance.updater("1")));

      expect(instance.sentMetric).toEqual(bootMetric(0));
      expect(instance.log).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ boot script of uat-us-east-1/);
      expect(instance.log).toMatch(/updater ended with exit code 0\n.*Z {3}\| release 1\n/);
      expect(instance.log).toMatch(/ended with exit code 0\n$/);
      expect(instance.console).toBe(instance.log);
      const { agentConfig, log } = instance.paths;
      expect(instance.calls).toBe(
        "dnf install -y amazon-cloudwatch-agent rsyslog\n" +
          "systemctl enable --now rsyslog\n" +
          `ctl -a fetch-config -m ec2 -s -c file:${agentConfig}\n`,
      );
      const config = JSON.parse(readFileSync(agentConfig, "utf8"));
      expect(config.logs.logs_collected.files.collect_list[1].file_path).toBe(log);
    });

    test("a second run is harmless: the same file, executable again, and run again", async (context) => {
      const instance = await given(context);
      const first = await instance.boot();
      chmodSync(instance.paths.updater, 0o600);

      expect(await instance.boot()).toEqual(first);

      expect(instance.log).toContain("the updater is unchanged");
      expect(instance.previous).toBe("");
    });

    test("keeps the copy before a new version, whose checksum is checked", async (context) => {
      const release1 = "#!/bin/sh\nexit 0\n";
      const instance = await given(context, {
        download: (_request, response) => response.end(release1),
        updaterSha256: createHash("sha256").update(release1).digest("hex"),
      });
      instance.install(instance.updater("0"));

      expect(await instance.boot()).toEqual({ ...updated(release1), runs: [] });

      expect(instance.previous).toBe(instance.updater("0"));
    });

    test.skipIf(notRoot)("replaces an updater that isn't root's", async (context) => {
      const instance = await given(context);
      instance.install(instance.updater("1"));
      chownSync(instance.paths.updater, 65_534, 65_534);

      expect(await instance.boot()).toEqual(updated(instance.updater("1")));

      expect(statSync(instance.paths.updater).uid).toBe(0);
    });

    test("awkward characters in the password", async (context) => {
      const instance = await given(context, { passwordEnd: " \"'\\$HOME`;:@#%é€漢 \\n\\" });

      expect(await instance.boot()).toEqual(updated(instance.updater("1")));
    });
  });

  describe.concurrent("fetches and runs nothing when", () => {
    const held = "held: 1.9 is bad (by somebody)";
    test("updates are held, as somebody wants it", async (context) => {
      const instance = await given(context, { updates: () => held, shortcuts: {} });
      instance.install(instance.updater("0"));

      expect(await instance.boot()).toEqual({ ...updated(instance.updater("0")), runs: [] });

      expect(instance.log).toContain(
        "goes on with the application of its image, because updates are held: 1.9 is bad (by somebody)\n",
      );
      expect(instance.secrets.requests).toEqual([]);
    });

    test.for([
      ["is missing", undefined],
      ["says anything else", "Enabled"],
      ["says no reason", "held:"],
    ] as const)("the parameter %s, and says that it failed", async ([_what, value], context) => {
      const instance = await given(context, { updates: () => value, shortcuts: {} });

      expect(await instance.boot()).toEqual(failed);

      expect(instance.log).toMatch(/the parameter \/test-app\/.* which counts as held\n/);
      expect(instance.secrets.requests).toEqual([]);
    });

    test("the parameter can't be reached", async (context) => {
      const instance = await given(context, { limits: { updatesSeconds: 3 } });
      instance.parameters.stop();

      expect(await instance.boot()).toEqual(failed);
    });
  });

  describe.concurrent("when the secret", () => {
    test("has no value yet, it says so at once", async (context) => {
      const instance = await given(context, { secret: () => undefined });

      expect(await instance.boot()).toEqual(failed);

      expect(instance.log).toContain("the secret has no value yet: test-app/uat-us-east-1/");
      expect(instance.secrets.requests).toHaveLength(1);
      expect(instance.downloads.requests).toEqual([]);
    });

    test.for([
      ["is no JSON", (right: string) => right.slice(1)],
      ["holds a newline", (right: string) => right.replace(/"}$/, '\\n"}')],
    ] as const)("%s, it is not printed", async ([_what, secret], context) => {
      const instance = await given(context, { secret });

      expect(await instance.boot()).toEqual(failed);

      expect(instance.log).toMatch(/is of no use\n.*it is not JSON of the form/);
      expect(instance.downloads.requests).toEqual([]);
    });

    test("can't be reached, the boot goes on when the time is up", async (context) => {
      const instance = await given(context, { limits: { secretSeconds: 3 } });
      instance.secrets.stop();

      expect(await instance.boot()).toEqual(failed);

      expect(instance.log).toMatch(/secret .* could not be fetched/);
    });
  });

  describe.concurrent("goes on with the update when", () => {
    test("the CloudWatch agent is missing and can't be installed", async (context) => {
      const instance = await given(context, {
        agentInstalled: false,
        commands: { dnf: "echo 'no network' >&2; exit 1" },
      });

      expect(await instance.boot()).toEqual(updated(instance.updater("1")));

      expect(instance.calls).toBe("dnf install -y amazon-cloudwatch-agent rsyslog\n");
      expect(instance.log).toMatch(/agent could not be started\n.*\| no network\n/);
    });

    test("the installation hangs", async (context) => {
      const instance = await given(context, {
        agentInstalled: false,
        commands: { dnf: "sleep 600" },
        limits: { agentSeconds: 1 },
      });

      expect(await instance.boot()).toEqual(updated(instance.updater("1")));
    });

    test("CloudWatch can't be reached", async (context) => {
      const instance = await given(context, { limits: { metricSeconds: 3 } });
      instance.cloudWatch.stop();

      expect(await instance.boot()).toEqual({ ...updated(instance.updater("1")), metrics: [] });

      expect(instance.log).toContain("the metric BootUpdateFailed could not be sent");
    });

    test("there is neither a console nor a system log", async (context) => {
      const instance = await given(context, { commands: { systemctl: "exit 5" } });
      rmSync(instance.paths.console);

      expect(await instance.boot()).toEqual(updated(instance.updater("1")));

      expect(instance.console).toBe("");
      expect(instance.log).toContain("rsyslog does not run: the system log will not be collected");
    });
  });
});

/** Runs the script with a file system of 64 KiB, filled, under the updater and the logs. */
function onFullDisk(root: string): readonly string[] {
  const commands = [
    `mkdir ${root}/small && mount -t tmpfs -o size=64k tmpfs ${root}/small`,
    `cp -a ${root}/disk/. ${root}/small && mount --bind ${root}/small ${root}/disk`,
    `cat /dev/zero >${root}/disk/filler 2>/dev/null`,
    `bash "$1"`,
    "code=$?",
    `rm ${root}/disk/filler && umount ${root}/disk && cp -a ${root}/small/. ${root}/disk`,
    "exit $code",
  ];
  return ["unshare", "-rm", "bash", "-c", commands.join("\n"), "bash"];
}
