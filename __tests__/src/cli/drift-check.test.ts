import { readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { addables } from "../../../src/operations/drift/additions/table";
import { schemaErrors } from "../operations/drift/reports/schema-errors";
import { Folder, testapp } from "./command-line";
import { aPlan, drifted, inSync, pending } from "./plans";

const uat = "uat-us-east-1";

it("names in its help what a role needs to be allowed beside the plan", () => {
  using folder = new Folder();
  const { stdout } = folder.run(["drift-check", "--help"]);
  for (const kind of Object.values(addables).flat())
    if (kind.seen.by === "call")
      expect(stdout).toMatch(new RegExp(`\\b${kind.seen.call.replace(":", ":[^:]*\\b")}\\b`));
});

describe("testapp drift-check --plan", () => {
  it.each([
    ["IN_SYNC", 0, inSync],
    ["DRIFTED", 2, drifted],
    ["PENDING", 2, pending],
    ["DRIFTED_AND_PENDING", 2, aPlan({ code: 90, cloud: 120 })],
    ["INCONCLUSIVE", 3, { ...drifted, complete: false }],
    ["ERROR", 1, { ...drifted, errored: true }],
  ])("ends %s with exit code %i, and a report that the schema knows", (verdict, status, plan) => {
    using folder = new Folder();
    folder.write("plan.json", plan);
    const ended = folder.run(["drift-check", "--plan", "plan.json", "--json", "report.json", uat]);
    expect(ended).toMatchObject({ status, stderr: "" });
    expect(ended.stdout).toMatch(new RegExp(`^${verdict} ${uat}: `));
    const report = JSON.parse(folder.read("report.json"));
    expect(report).toMatchObject({ verdict, environment: uat });
    expect(schemaErrors(report)).toEqual([]);
  });

  it("shows what the cloud has and what the code says", () => {
    using folder = new Folder();
    const { stdout } = folder.run(["drift-check", "--plan", "-"], JSON.stringify(drifted));
    expect(stdout).toContain(
      "  Drift (the cloud has now → the code says)\n    drift update  aws_lb.this\n      idle_timeout: 120 → 60\n",
    );
  });

  it("reads standard input, and needs no environment", () => {
    using folder = new Folder();
    const args = ["drift-check", "--plan", "-", "--json", "-"];
    const { status, stdout } = folder.run(args, JSON.stringify(pending));
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "PENDING", environment: null });
  });

  it.each([
    ["--json", /^\{\n {2}"schemaVersion"/],
    ["--markdown", /^# Drift check: DRIFTED\n/],
    ["--junit", /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="drift-check"/],
    ["--html", /^<!doctype html>\n<html lang="en">\n/],
  ])(
    "with %s - gives standard output to the report alone, and people standard error",
    (option, begin) => {
      using folder = new Folder();
      folder.write("plan.json", drifted);
      const { status, stdout, stderr } = folder.run([
        "drift-check",
        "--plan",
        "plan.json",
        option,
        "-",
        uat,
      ]);
      expect(status).toBe(2);
      expect(stdout).toMatch(begin);
      expect(stdout).not.toContain("DRIFTED uat-us-east-1: the cloud");
      expect(stderr).toMatch(/^DRIFTED uat-us-east-1: the cloud/);
    },
  );

  it("writes every report at once, relative to the caller's folder", () => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    folder.run([
      "drift-check",
      "--plan",
      "plan.json",
      "--json",
      "a",
      "--markdown",
      "./b",
      "--junit",
      path.join(folder.path, "c"),
      "--html",
      "d.html",
    ]);
    expect(JSON.parse(folder.read("a")).verdict).toBe("DRIFTED");
    expect(folder.read("b")).toContain("- idle_timeout: 120\n  + idle_timeout: 60");
    expect(folder.read("c")).toContain(
      '<failure message="aws_lb.this: drift update" type="drift">',
    );
    for (const [, link = ""] of [
      /<a href="([^"#]+)#drifted">DRIFTED</.exec(folder.read("d.html")) ?? [],
      /"DRIFTED"\]\(([^#]+)#drifted\)/.exec(folder.read("b")) ?? [],
    ]) {
      const linked = path.resolve(folder.path, decodeURIComponent(link));
      expect(readFileSync(linked, "utf8")).toContain("\n### DRIFTED\n");
    }
  });

  it("runs behind a link, as npm installs it", () => {
    using folder = new Folder();
    symlinkSync(testapp, path.join(folder.path, "link"));
    folder.write("plan.json", inSync);
    expect(folder.run(["drift-check", "--plan", "plan.json"]).status).toBe(0);
  });

  it("lists what is state-only with --verbose", () => {
    using folder = new Folder();
    folder.write("plan.json", aPlan({ state: 60, cloud: 120, code: 120 }));
    const args = ["drift-check", "--plan", "plan.json"];
    const { status, stdout } = folder.run(args);
    expect(status).toBe(0);
    expect(stdout).toContain("1 state-only finding: --verbose lists them");
    expect(folder.run([...args, "--verbose"]).stdout).toContain(
      "state-only update  aws_lb.this\n      idle_timeout: 60 → 120",
    );
  });

  it("never shows a sensitive value, in any report", () => {
    using folder = new Folder();
    const plan = aPlan({
      state: "planted-1",
      cloud: "planted-2",
      code: "planted-3",
      sensitive: true,
    });
    folder.write("plan.json", plan);
    const { status, stdout } = folder.run([
      "drift-check",
      "--verbose",
      "--plan",
      "plan.json",
      "--json",
      "a",
      "--markdown",
      "b",
      "--junit",
      "c",
      "--html",
      "d",
    ]);
    expect(status).toBe(2);
    expect(stdout).toContain("idle_timeout: (sensitive) → (sensitive)");
    for (const text of [stdout, ...["a", "b", "c", "d"].map((file) => folder.read(file))]) {
      expect(text).toContain("idle_timeout");
      expect(text).not.toContain("planted");
    }
  });
});

describe("--accepted", () => {
  const entry = {
    environment: uat,
    address: "aws_lb.this",
    path: "idle_timeout",
    reason: "the vendor tunes it by hand",
    expires: "9999-12-31",
  };

  it("takes a difference out of the verdict, and keeps it in sight", () => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    folder.write("accepted.json", [entry]);
    const { status, stdout } = folder.run([
      "drift-check",
      "--plan",
      "plan.json",
      "--accepted",
      "accepted.json",
      uat,
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain(
      "accepted: idle_timeout, the vendor tunes it by hand, until 9999-12-31",
    );
  });

  it("no longer does from the day after the last", () => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    folder.write("accepted.json", [{ ...entry, expires: yesterday }]);
    const { status, stdout } = folder.run([
      "drift-check",
      "--plan",
      "plan.json",
      "--accepted",
      "accepted.json",
      uat,
    ]);
    expect(status).toBe(2);
    expect(stdout).toContain("aws_lb.this: expired: it no longer counts");
  });

  it.each([
    ["is missing", undefined, "can't be read: no such file or directory (ENOENT)"],
    ["is no JSON", "nonsense", "isn't JSON"],
    ["lacks a reason", [{ ...entry, reason: undefined }], "reason"],
    ["names a stranger", [{ ...entry, environment: "uat-mars-1" }], "write one of uat-us-east-1"],
  ])("ends with ERROR when the list %s", (_, content, message) => {
    using folder = new Folder();
    folder.write("plan.json", drifted);
    if (content !== undefined) folder.write("accepted.json", content);
    const { status, stdout, stderr } = folder.run([
      "drift-check",
      "--plan",
      "plan.json",
      "--accepted",
      "accepted.json",
      uat,
    ]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(/^ERROR uat-us-east-1: /);
    expect(stdout).toContain(message);
  });
});
