import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Folder } from "../command-line";

import { drift, east, rollout, summary, uat, updated, west } from "./build";

it("is in the README as it is printed", () => {
  const europe = "production-eu-west-1";
  const { line } = summary("update", [uat, east, west, europe], {
    ...updated(uat),
    [`${east}.rollout`]: rollout(east, "PARTIAL"),
    [`${west}.drift-check`]: drift(west, "IN_SYNC"),
    [`${europe}.drift-check`]: drift(europe, "IN_SYNC"),
  });
  const readme = readFileSync(path.resolve(__dirname, "../../../../README.md"), "utf8");
  expect(readme).toContain(`\`\`\`\n${line}\n\`\`\``);
});

describe("wrong usage of the summary", () => {
  it.each([
    [["x.json", "--action", "check", "--expected", uat], "x.json is not named ENV.NAME.json"],
    [[`${east}.bake.json`, "--action", "check", "--expected", uat], "is not named ENV.NAME.json"],
    [[`${uat}.bake.json`, "--action", "check", "--expected", "uat"], 'unknown environment "uat"'],
    [[`${uat}.bake.json`, "--action", "look", "--expected", uat], "Allowed choices are update"],
    [[`${uat}.bake.json`, "--action", "check"], "required option '--expected <ENV...>'"],
    [["--action", "check", "--expected", uat], "missing required argument"],
  ])("%j ends with 64", (args, message) => {
    using folder = new Folder();
    const { status, stdout, stderr } = folder.run(["summary", ...args]);
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/\nMore: bin\/testapp summary --help\n$/);
  });

  it("ends with 1 where a file can't be written", () => {
    using folder = new Folder();
    folder.write(`${uat}.drift-check.json`, drift(uat, "IN_SYNC"));
    const { status, stderr } = folder.run([
      ...["summary", `${uat}.drift-check.json`, "--action", "check", "--expected", uat],
      ...["--markdown", "nowhere/summary.md"],
    ]);
    expect(status).toBe(1);
    expect(stderr).toContain("The summary can't be written: ");
  });
});
