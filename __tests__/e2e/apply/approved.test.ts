import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { describeDriftCheck, things } from "../drift/suite";
import { apply, fingerprintOfNow, foundation } from "./suite";

const { template } = things;
const changed = { ...things, template: { ...template, content: "new" } };

describeDriftCheck("an apply of an approved plan", [foundation], (project) => {
  beforeAll(() => project().useQuickCdktf());

  test("is refused when the cloud has moved in between", async () => {
    const here = project();
    here.write(foundation, changed);
    const approved = await fingerprintOfNow(here, foundation);
    const before = await here.state(foundation);
    here.cloud(foundation).edit("group", { size: 7 });
    const { status, report } = await apply(here, foundation, ["--approved", approved]);
    expect([status, report.outcome]).toEqual([5, "NOT_APPROVED"]);
    expect(report).toMatchObject({ approved, verdict: "DRIFTED_AND_PENDING", applied: null });
    expect(report.fingerprint).not.toBe(approved);
    expect(report.reason).toContain("another one than was approved: now it is DRIFTED_AND_PENDING");
    expect(report.plan.findings.map(({ address }) => address)).toContain("folder_thing.group");
    expect(await here.state(foundation)).toBe(before);
    expect(here.cloud(foundation).read("template").content).toBe("as written");
    here.cloud(foundation).edit("group", { size: 3 });
  });

  test("is refused when the code has moved in between", async () => {
    const here = project();
    here.write(foundation, changed);
    const approved = await fingerprintOfNow(here, foundation);
    const before = await here.state(foundation);
    here.write(foundation, { ...changed, another: { content: "more" } });
    const { status, report } = await apply(here, foundation, ["--approved", approved]);
    expect([status, report.outcome, report.applied]).toEqual([5, "NOT_APPROVED", null]);
    expect(await here.state(foundation)).toBe(before);
    expect(here.cloud(foundation).read("template").content).toBe("as written");
  });

  test("is refused when the code has moved around something unknown", async () => {
    const here = project();
    const permitting = (action: string) => ({
      ...changed,
      // The revision is known only during apply, and with it the whole text.
      group: {
        ...things.group,
        content: `{"Action":"${action}","On":"\${folder_thing.template.revision}"}`,
      },
    });
    here.write(foundation, permitting("s3:GetObject"));
    const approved = await fingerprintOfNow(here, foundation);
    expect(await fingerprintOfNow(here, foundation)).toBe(approved);
    const before = await here.state(foundation);
    here.write(foundation, permitting("*"));
    const { status, report } = await apply(here, foundation, ["--approved", approved]);
    expect([status, report.outcome, report.applied]).toEqual([5, "NOT_APPROVED", null]);
    expect(await here.state(foundation)).toBe(before);
  });

  test("is not refused when only times and ids are others", async () => {
    const here = project();
    here.write(foundation, changed);
    const planned = await apply(here, foundation, [
      "--plan-only",
      "--junit",
      "plan.xml",
      "--markdown",
      "plan.md",
    ]);
    expect([planned.status, planned.report.outcome]).toEqual([2, "PLANNED"]);
    const approved = `${planned.report.fingerprint}`;
    // People see it too, wherever they look.
    for (const shown of [planned.stderr, file("plan.md"), file("plan.xml")])
      expect(shown).toContain(approved);
    expect(file("plan.xml")).toMatch(/failures="0" errors="0"/);

    here.cloud(foundation).edit("group", { id: `thing-${randomUUID()}` });
    const { status, report, stderr } = await apply(here, foundation, ["--approved", approved]);
    expect([status, report.outcome], report.reason).toEqual([0, "APPLIED"]);
    expect(report).toMatchObject({
      approved,
      fingerprint: approved,
      verdict: "PENDING",
      fleet: null,
      applied: { stateSaved: true, keptState: null },
      checkAfter: { verdict: "IN_SYNC" },
    });
    expect(report.applied?.resources).toEqual([
      { address: "folder_thing.template", action: "update", result: "done" },
      { address: "folder_thing.group", action: "update", result: "done" },
    ]);
    expect(here.cloud(foundation).read("template").content).toBe("new");
    for (const line of ["applying the plan …", "folder_thing.template: update done"])
      expect(stderr).toContain(line);
    // Although it is planned twice.
    expect(stderr.match(/There is no \.terraform\.lock\.hcl/g)).toHaveLength(1);

    // Done is done.
    const again = await apply(here, foundation, ["--approved", approved]);
    expect([again.status, again.report.outcome]).toEqual([0, "NOTHING_TO_DO"]);
    expect(again.report.applied).toBe(null);
    expect(await here.locks()).toEqual([]);
    expect(readdirSync(here.temporaryFolder)).toEqual([]);

    function file(name: string): string {
      return readFileSync(path.join(here.folder, name), "utf8");
    }
  });
});
