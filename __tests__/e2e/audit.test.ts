import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { Folder } from "../src/cli/command-line";

const root = path.resolve(__dirname, "../..");

/** Runs the audit with an npm that answers this. */
function audit(answer: string) {
  using folder = new Folder();
  folder.write("answer", answer);
  folder.write(
    "npm",
    '#!/bin/sh\n[ "$*" = "audit --omit=dev --json" ] || exit 9\ncat "${0%/*}/answer"\nexit 1\n',
  );
  spawnSync("chmod", ["+x", path.join(folder.path, "npm")]);
  return spawnSync(process.execPath, ["--import", "tsx", "bin/audit.ts"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PATH: `${folder.path}:${process.env.PATH}` },
  });
}

/** npm's answer, as of lodash. */
function answerOf(id: string, severity: string, node: string): string {
  const advisory = {
    source: 1,
    name: "lodash",
    title: "Code Injection",
    url: `https://github.com/advisories/${id}`,
    severity,
    range: "<=4.17.23",
  };
  const lodash = { name: "lodash", severity, via: [advisory], effects: ["cdktf"], nodes: [node] };
  const cdktf = { name: "cdktf", severity, via: ["lodash"], nodes: ["node_modules/cdktf"] };
  return JSON.stringify({ auditReportVersion: 2, vulnerabilities: { lodash, cdktf } });
}

const bundled = "node_modules/cdktf/node_modules/lodash";

it("fails for what is high or critical, and names it", () => {
  for (const severity of ["high", "critical"]) {
    const { status, stderr } = audit(answerOf("GHSA-new", severity, bundled));
    expect(stderr).toBe(`${severity}: GHSA-new, lodash (${bundled}): Code Injection\n`);
    expect(status).toBe(2);
  }
  expect(audit(answerOf("GHSA-new", "moderate", bundled)).status).toBe(0);
});

it("accepts what is known of cdktf's own packages, with the reason, and not of the same elsewhere", () => {
  const known = "GHSA-r5fr-rjxr-66jc";
  const { status, stdout } = audit(answerOf(known, "high", bundled));
  expect(stdout).toContain(`accepted: ${known}, lodash: only who writes a template's names`);
  expect(status).toBe(0);
  expect(audit(answerOf(known, "high", "node_modules/lodash")).status).toBe(2);
});

it.each([
  ["nothing", ""],
  ["an error", JSON.stringify({ message: "405 Method Not Allowed", error: { code: "E405" } })],
  ["a page", "<html>"],
])("fails where the registry answers %s", (_, answer) => {
  const { status, stderr } = audit(answer);
  expect(status).toBe(1);
  expect(stderr).toContain("nobody knows");
  expect(stderr).toContain(answer);
});
