import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { allIds } from "../../../src/estate/deployments";
import type { DriftReport } from "../../../src/operations/drift/report";
import { schemaErrors } from "../operations/drift/reports/schema-errors";
import { Folder } from "./command-line";

const secret = "planted-secret";

it.each([
  ["is missing", undefined, "plan.json can't be read, no such file or directory (ENOENT)"],
  ["is a folder", null, "plan.json can't be read, illegal operation on a directory (EISDIR)"],
  ["is empty", "", "plan.json is empty"],
  ["is no JSON", secret, "plan.json is no JSON"],
  ["is JSON cut off", `{"a": "${secret}`, "plan.json is no JSON"],
  ["is JSON with a mistake", `{"a": "${secret}",}`, "plan.json is no JSON"],
  [
    "is a binary plan",
    "PK\u0003\u0004\u0000\ufffd\ufffd",
    "plan.json is a plan as Terraform saves it",
  ],
  ["holds null", "null", "plan.json holds no plan, which would be a JSON object"],
  ["holds a list", "[]", "plan.json holds no plan, which would be a JSON object"],
  ["holds a text", `"${secret}"`, "plan.json holds no plan, which would be a JSON object"],
])("a plan that %s is an ERROR with a remedy, and reports are written", (_, content, message) => {
  using folder = new Folder();
  if (content === null) mkdirSync(path.join(folder.path, "plan.json"));
  else if (content !== undefined) folder.write("plan.json", content);
  const { status, stdout, stderr } = folder.run([
    "drift-check",
    "--plan",
    "plan.json",
    "--json",
    "a",
    "--markdown",
    "b",
    "--junit",
    "c",
  ]);

  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(stdout).toMatch(/^ERROR: the plan could not be made or read\n/);
  const report = JSON.parse(folder.read("a"));
  expect(schemaErrors(report)).toEqual([]);
  expect(report).toMatchObject({ verdict: "ERROR", findings: [] });
  expect(report.reasons).toEqual([expect.stringContaining(message)]);
  for (const text of [stdout, folder.read("b"), folder.read("c")]) {
    expect(text).toContain(message);
    expect(text).toMatch(/terraform show -json PLAN (>|&gt;) FILE/);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/^\s+at /m);
  }
});

it("standard input without a plan is an ERROR that says so", () => {
  using folder = new Folder();
  const { status, stdout } = folder.run(["drift-check", "--plan", "-"], "");
  expect(status).toBe(1);
  expect(stdout).toContain("standard input is empty: write the plan's JSON with");
});

it("without Terraform everything is an ERROR, the foundations too", () => {
  using folder = new Folder();
  vi.stubEnv("TERRAFORM_BINARY_NAME", path.join(folder.path, "terraform"));
  const { status, stdout } = folder.run(["drift-check", "--all", "--json", "-"]);
  vi.unstubAllEnvs();
  expect(status).toBe(1);
  const { environments }: DriftReport = JSON.parse(stdout);
  expect(environments.map(({ environment, verdict }) => [environment, verdict])).toEqual(
    allIds.map((id) => [id, "ERROR"]),
  );
  expect(allIds).toContain("foundation-eu-west-1");
});
