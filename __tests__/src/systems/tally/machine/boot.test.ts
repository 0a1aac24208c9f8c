import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type BootValues,
  bootScript,
  copyScript,
  machinePaths,
} from "../../../../../src/systems/tally/machine/boot";
import { describeWithTools, toolPath } from "../../../../support/external-tools";

const program = "console.log('adder');\n";

/** Programs of AWS and of the system, which write down how they are called. */
const standIns = {
  aws: 'echo "aws $*" >>"$CALLS"; if [ "$3" = ssm ]; then cat "$ROOT/host"; exit; fi; if [ -e "$ROOT/unreachable" ]; then rm "$ROOT/unreachable"; exit 1; fi; for to; do :; done; cp "$ROOT/bucket" "$to"',
  dnf: 'echo "dnf $*" >>"$CALLS"',
  systemctl: 'echo "systemctl $*" >>"$CALLS"',
};

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "machine-"));
  for (const folder of ["bin", "etc", "archive"]) mkdirSync(path.join(root, folder));
  for (const [name, script] of Object.entries(standIns))
    executable(path.join(root, "bin", name), script);
  writeFileSync(path.join(root, "host"), "db.example.com\n");
  executable(path.join(root, "agent-ctl"), 'echo "agent $*" >>"$CALLS"');
  writeFileSync(path.join(root, "archive", "start.js"), program);
  const archive = ["--create", "--gzip", "--file", path.join(root, "bucket"), "start.js"];
  execFileSync("tar", archive, { cwd: path.join(root, "archive") });
});
afterEach(() => rmSync(root, { recursive: true }));

function executable(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

const inRoot = (name: string) => path.join(root, name);
const bucketSha256 = () =>
  createHash("sha256")
    .update(readFileSync(inRoot("bucket")))
    .digest("hex");

function values(sha256 = bucketSha256()): BootValues {
  return {
    region: "us-east-1",
    release: { bucket: "releases", key: "tally/adder-1.0.7.tar.gz", sha256 },
    variables: { PORT: "8080", DATABASE_USER: "tally_adder" },
    hostParameter: "/tally/database/host",
    logGroupName: "/tally/adder",
    paths: {
      ...machinePaths,
      folder: inRoot("srv"),
      log: inRoot("log/boot.log"),
      unit: inRoot("etc/tally-adder.service"),
      copyScript: inRoot("etc/tally-adder-log"),
      copyUnit: inRoot("etc/tally-adder-log.service"),
      variables: inRoot("etc/tally-adder.env"),
      agentCtl: inRoot("agent-ctl"),
      agentConfig: inRoot("etc/agent.json"),
    },
    attempts: 3,
    pauseSeconds: 0,
    copySeconds: 5,
    mostLogBytes: 1_000,
  };
}

function boot(given = values()) {
  const env = { PATH: `${inRoot("bin")}:${process.env.PATH}`, CALLS: inRoot("calls"), ROOT: root };
  const { status } = spawnSync(toolPath("bash"), ["-s"], {
    input: bootScript(given),
    env,
    cwd: root,
  });
  const text = (name: string) =>
    existsSync(inRoot(name)) ? readFileSync(inRoot(name), "utf8") : "";
  return { status, calls: text("calls"), log: text("log/boot.log") };
}

describeWithTools("the boot of the adder's machine", ["bash", "timeout"], () => {
  it("installs the release with the expected checksum, and starts it", () => {
    const { status, calls, log } = boot();
    expect([status, log]).toEqual([0, expect.stringContaining("the release runs")]);
    expect(readFileSync(inRoot("srv/start.js"), "utf8")).toBe(program);
    expect(calls).toContain(
      "aws --region us-east-1 s3 cp --no-progress s3://releases/tally/adder-1.0.7.tar.gz",
    );
    expect(calls).toContain("ssm get-parameter --name /tally/database/host ");
    expect(calls).toContain("systemctl enable --now tally-adder.service tally-adder-log.service\n");
    const copyUnit = readFileSync(inRoot("etc/tally-adder-log.service"), "utf8");
    expect(copyUnit).toContain(`ExecStart=/bin/bash ${inRoot("etc/tally-adder-log")}\n`);
    expect(readFileSync(inRoot("etc/tally-adder-log"), "utf8")).toBe(copyScript(values()));
    const unit = readFileSync(inRoot("etc/tally-adder.service"), "utf8");
    expect(unit).toContain(`ExecStart=/usr/bin/node-22 ${inRoot("srv")}/start.js`);
    expect(unit).toContain("DynamicUser=yes");
    // To the journal, which is bounded and drops nothing.
    expect(unit).not.toContain("StandardOutput");
    expect(unit).toContain("LogRateLimitIntervalSec=0");
    expect(readFileSync(inRoot("etc/tally-adder.env"), "utf8")).toBe(
      "DATABASE_USER=tally_adder\nPORT=8080\nDATABASE_HOST=db.example.com\n",
    );
  });

  it("refuses another release: nothing is installed, and nothing starts", () => {
    const expected = bucketSha256();
    writeFileSync(inRoot("bucket"), "another");
    const { status, calls, log } = boot(values(expected));
    expect(status).toBe(1);
    expect(log).toContain(`the release is refused: its sha256 is ${bucketSha256()}`);
    expect(existsSync(inRoot("srv"))).toBe(false);
    expect(calls).not.toContain("systemctl");
  });

  it.each(["", "None of it\n", "$(reboot)\n"])("starts nothing without a host: %j", (host) => {
    writeFileSync(inRoot("host"), host);
    const { status, calls, log } = boot();
    expect([status, log]).toEqual([
      1,
      expect.stringContaining("/tally/database/host names no database"),
    ]);
    expect(calls).not.toContain("systemctl");
  });

  it("tries again what needs the network, and gives up in the end", () => {
    writeFileSync(inRoot("unreachable"), "");
    expect(boot()).toMatchObject({ status: 0, log: expect.stringContaining("attempt 1 of 3") });
    rmSync(inRoot("bucket"));
    const given = values("0".repeat(64));
    expect(boot(given)).toMatchObject({
      status: 1,
      log: expect.stringContaining("the release could not be fetched"),
    });
  });

  it("serves without the CloudWatch agent, and leaves no download behind", () => {
    executable(inRoot("agent-ctl"), "exit 1");
    const { status, log } = boot();
    expect([status, log]).toEqual([0, expect.stringContaining("agent could not be started")]);
    const known = ["agent-ctl", "archive", "bin", "bucket", "calls", "etc", "host", "log", "srv"];
    expect(readdirSync(root).sort()).toEqual(known);
  });

  it("replaces a release that was there before", () => {
    mkdirSync(inRoot("srv"));
    writeFileSync(inRoot("srv/old.js"), "");
    expect(boot().status).toBe(0);
    expect(readdirSync(inRoot("srv"))).toEqual(["start.js"]);
  });
});

/**
 * A journal that gets ten lines in each pause, and an agent that has read the log to its end when a pause is over. After
 * thirty of them nobody waits any longer.
 */
const logPrograms = {
  sleep: `
    touch "$ROOT/read-inode" "$LOG"
    inode=$(stat --format=%i "$LOG")
    if [ "$inode" != "$(cat "$ROOT/read-inode")" ]; then echo 0 >"$ROOT/read-bytes"; echo "$inode" >"$ROOT/read-inode"; fi
    tail -c +$(($(cat "$ROOT/read-bytes") + 1)) "$LOG" >>"$ROOT/delivered"
    stat --format=%s "$LOG" >"$ROOT/read-bytes"
    written=$(wc -l <"$ROOT/journal")
    if [ "$written" -ge 300 ]; then exit 1; fi
    seq $((written + 1)) $((written + 10)) >>"$ROOT/journal"`,
  journalctl: `
    echo "journalctl $*" >>"$CALLS"
    for cursor; do :; done
    tail -n +$(($(cat "$cursor" 2>/dev/null || echo 0) + 1)) "$ROOT/journal"
    wc -l <"$ROOT/journal" >"$cursor"`,
};

describeWithTools("the log of the adder", ["bash"], () => {
  it("goes from the journal to the agent whole, and its files stay small", () => {
    for (const [name, script] of Object.entries(logPrograms))
      executable(inRoot(`bin/${name}`), script);
    writeFileSync(inRoot("journal"), "");
    const given = values();
    const paths = { ...given.paths, serviceLog: inRoot("adder.log"), cursor: inRoot("cursor") };
    const { status, stderr } = spawnSync(toolPath("bash"), ["-s"], {
      input: copyScript({ ...given, paths, mostLogBytes: 200 }),
      env: {
        PATH: `${inRoot("bin")}:${process.env.PATH}`,
        ROOT: root,
        LOG: paths.serviceLog,
        CALLS: inRoot("calls"),
      },
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([0, ""]);
    const text = (name: string) => readFileSync(inRoot(name), "utf8");
    expect(text("delivered").split("\n")).toEqual([
      ...Array.from({ length: 300 }, (_, index) => String(index + 1)),
      "",
    ]);
    for (const name of ["adder.log", "adder.log.1"]) expect(text(name).length).toBeLessThan(300);
    expect(text("calls")).toContain("--unit tally-adder.service --output cat ");
  });
});

describe("the boot script", () => {
  it("collects both logs into the service's log group", () => {
    const config = /<<'JSON'\n([\s\S]*?)\nJSON/.exec(bootScript(values()))?.[1] ?? "";
    const { collect_list: list } = JSON.parse(config).logs.logs_collected.files;
    expect(list.map((each: any) => [each.file_path, each.log_group_name])).toEqual([
      ["/var/log/tally/adder.log", "/tally/adder"],
      [inRoot("log/boot.log"), "/tally/adder"],
    ]);
  });

  it("is another one for another release, and refuses what isn't a checksum or a plain value", () => {
    expect(bootScript(values("0".repeat(64)))).not.toBe(bootScript(values("1".repeat(64))));
    expect(() => bootScript(values("latest"))).toThrow("release.sha256");
    expect(() => bootScript(values(""))).toThrow("no SHA-256");
    const variables = { PORT: "$(reboot)" };
    expect(() => bootScript({ ...values(), variables })).toThrow("PORT");
  });
});

describeWithTools("shellcheck", ["shellcheck"], () => {
  it("accepts it", () => {
    for (const input of [bootScript(values()), copyScript(values())])
      expect(spawnSync(toolPath("shellcheck"), ["-"], { input, encoding: "utf8" }).stdout).toBe("");
  });
});
