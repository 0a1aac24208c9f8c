import { writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { judgeSavedPlan } from "../../../src/cli/input/saved-plan";
import { judgePlan } from "../../../src/operations/drift/judge/judge";
import { Folder } from "./command-line";
import { drifted } from "./plans";

const secret = "planted-secret";
const plan = JSON.stringify(drifted);
const logged = (message: string) =>
  JSON.stringify({ "@level": "info", "@message": message, type: "version" });
const { applyable: _, complete: __, ...openTofu } = drifted as Record<string, unknown>;
const report = judgePlan(drifted, { environment: null, accepted: [], today: "2026-01-01" });

it.each<[string, string | Buffer, string]>([
  ["a binary plan", Buffer.from("504b0304140008000800", "hex"), "is a plan as Terraform saves it"],
  ["a plan under gzip", gzipSync(plan), "is compressed by gzip: unpack it"],
  ["UTF-16", Buffer.from(`\ufeff${plan}`, "utf16le"), "is in UTF-16, as Windows PowerShell's >"],
  ["UTF-16 of the other order", Buffer.from(`\ufeff${plan}`, "utf16le").swap16(), "is in UTF-16"],
  ["a byte order mark", `\ufeff${plan}`, "begins with a byte order mark, as Windows PowerShell's"],
  ["a stream", `${logged("a")}\n${logged(secret)}\n`, "is what terraform plan -json says"],
  ["a stream of one line", logged(secret), "is what terraform plan -json says"],
  [
    "a wrapper's line",
    `[command]/bin/terraform ${secret}\n${plan}`,
    "has a line before the plan's",
  ],
  ["a log", `${secret}\n{"a": 1}\n${plan}\n`, "has 2 lines before the plan's JSON"],
  ["a plan and more", `${plan}\n::debug::${secret}\n`, "has something behind the plan's JSON"],
  ["a plan cut off", plan.slice(0, -9), "has something behind the plan's JSON, or is cut off"],
  ["a plan for people", `No changes. ${secret}`, "is a plan as people read it"],
  ["a state's file", `{"version":4,"serial":1,"lineage":"${secret}"}`, "is a state, and no plan"],
  [
    "a shown state",
    `{"format_version":"1.0","values":{"a":"${secret}"}}`,
    "is a state, and no plan",
  ],
  ["an empty state", '{"format_version":"1.0"}', "is a state, and no plan"],
  ["a report of ours", JSON.stringify(report), "is a report of testapp, and no plan"],
  [
    "a plan of OpenTofu",
    JSON.stringify(openTofu),
    "made by OpenTofu, or by a Terraform before 1.8",
  ],
])("%s is named, with what to do, and nothing of it is quoted", async (_name, content, message) => {
  using folder = new Folder();
  const file = path.join(folder.path, "plan.json");
  writeFileSync(file, content);
  const { verdict, reasons } = await judgeSavedPlan(file, null, undefined);
  expect(["ERROR", "INCONCLUSIVE"]).toContain(verdict);
  expect(reasons).toEqual([expect.stringContaining(message)]);
  expect(reasons.join()).toMatch(/terraform show -json PLAN > FILE|Terraform 1\.8 or newer/);
  expect(reasons.join()).not.toContain(secret);
});
