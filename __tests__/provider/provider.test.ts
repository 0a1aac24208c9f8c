import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { describeUnless, missing } from "../support/external-tools";
import type { ProviderMirror } from "../support/provider-mirror";
import { AppliedStacks } from "./applied";
import { additions, known } from "./cases/by-hand/additions";
import { asked, askedInFoundation } from "./cases/by-hand/asked";
import { byHand } from "./cases/by-hand/by-hand";
import {
  additionsInFoundation,
  byHandInFoundation,
  knownInFoundation,
} from "./cases/by-hand/foundation";
import { ofItsOwn } from "./cases/by-hand/of-its-own";
import { template } from "./cases/by-hand/template";
import { type CaseGroup, findingLine } from "./cases/case";
import { both, inCode } from "./cases/in-code";
import { missingTools } from "./find-provider";
import { refusedBy } from "./recorded-calls";

const provider = inject("provider");
const absent = missingTools();
const found = typeof provider === "string" ? undefined : provider;
const lacking = absent.length > 0 ? missing(absent) : undefined;
const reason = typeof provider === "string" ? provider : lacking;
const title = "all stacks with AWS's provider, on an emulated AWS";

const three = (name: string) =>
  ["identity", "network", "resources"].map((part) => `${name}-${part}`);
const checking = three("check");

const groups: readonly CaseGroup[] = [
  byHandInFoundation,
  additionsInFoundation,
  byHand,
  template,
  inCode,
  both,
  ofItsOwn,
  additions,
  known,
  knownInFoundation,
  asked,
  askedInFoundation,
];

describeUnless(
  reason,
  `${title} ${found?.version ?? ""}`.trimEnd(),
  () => {
    let stacks: AppliedStacks;
    const rows: string[][] = [];

    beforeAll(async () => {
      stacks = await AppliedStacks.create(found as ProviderMirror);
    });
    afterAll(async () => {
      await stacks?.[Symbol.asyncDispose]();
      console.log(rows.map((row) => row.join("\n    ")).join("\n"));
    });

    test("the provider doesn't know exactly this of what is synthesized", () => {
      expect(stacks.leftOut).toEqual([
        "aws_lambda_function.runtime: nodejs24.x, nodejs22.x instead",
        "aws_s3_bucket_server_side_encryption_configuration.rule.blocked_encryption_types",
      ]);
      rows.push(["Left out, because the provider doesn't know it:", ...stacks.leftOut]);
    });

    test("all of them are valid", async () => {
      stacks.applyAll();
      const said = await Promise.all(stacks.ids.map((id) => stacks.validate(id)));
      for (const each of said) expect(each).toContain("The configuration is valid");
    });

    test.concurrent.for(groups)("$title, in $stack: $verdict", async (group) => {
      const { stack, cases, verdict } = group;
      await stacks.applied(stack);
      await using cloud = await stacks.fork();
      const state = await stacks.state(stack);
      for (const each of cases)
        for (const call of each.byHand?.(state) ?? [])
          await cloud.byHand(stacks.region(stack), call);
      if (group.isRefreshed) await stacks.refresh(stack, cloud);
      const report = await stacks.check(stack, cloud, (code) => {
        for (const each of cases) each.inCode?.(code);
      });

      expect(refusedBy(checking, await cloud.requests())).toEqual([]);
      const foreseen = cases.flatMap(({ findings }) => findings).sort();
      // A state that was never refreshed doesn't know yet what an apply has made after it had read a resource.
      const found = report.findings
        .map((finding) => ({ line: findingLine(finding), ...finding }))
        .filter(({ line, cause }) => cause !== "state-only" || foreseen.includes(line))
        .map(({ line }) => line)
        .sort();
      expect({ verdict: report.verdict, reasons: report.reasons, found }).toEqual({
        verdict,
        reasons: [],
        found: foreseen,
      });
      for (const { title, findings } of cases)
        rows.push([`${verdict}, ${group.title}: ${title}`, ...findings]);
    });

    test("tally's check asks for no more than GitHub's jobs of tally may", async () => {
      await stacks.applied("tally-production");
      await using cloud = await stacks.fork();
      const { verdict } = await stacks.check("tally-production", cloud, () => {});
      expect(verdict).toBe("IN_SYNC");
      expect(refusedBy(three("tally-check"), await cloud.requests())).toEqual([]);
    });

    test("all of them can be applied, and are in sync then", async () => {
      const { environments, verdict } = await stacks.checkAll();
      const found = environments.map((each) => ({
        id: each.environment,
        verdict: each.verdict,
        reasons: each.reasons,
        findings: each.findings.filter(({ cause }) => cause !== "state-only").map(findingLine),
      }));
      const inSync = { verdict: "IN_SYNC", reasons: [], findings: [] };
      expect(found).toEqual(stacks.ids.map((id) => ({ id, ...inSync })));
      expect(verdict).toBe("IN_SYNC");
      const applying = [...checking, ...three("apply")];
      expect(refusedBy(applying, await stacks.requests())).toEqual([]);
      rows.push([`valid, applied, IN_SYNC: ${stacks.ids.join(", ")}`]);
    });
  },
  found !== undefined,
);
