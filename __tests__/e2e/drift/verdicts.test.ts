import { randomUUID } from "node:crypto";
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { environmentReportSchema } from "../../../src/operations/drift/report";
import { environmentIds } from "../../../src/systems/test-app/environments";
import {
  describeDriftCheck,
  environmentReport,
  ireland,
  oregon,
  production,
  severalReports,
  things,
  uat,
} from "./suite";

describeDriftCheck("drift-check", [uat, production, oregon, ireland], (project) => {
  const { template } = things;

  test("tells in sync, pending, drift with its consequence, and both on one attribute apart", async () => {
    const here = project();
    here.write(production, { ...things, template: { ...template, content: "new" } });
    here.cloud(oregon).edit("template", { content: "by hand" });
    here.write(ireland, { ...things, template: { ...template, content: "new" } });
    here.cloud(ireland).edit("template", { content: "by hand" });
    const states = await Promise.all([uat, oregon].map((id) => here.state(id as typeof uat)));

    const ended = await here.check([...environmentIds, "--json", "-", "--junit", "junit.xml"]);
    const { report, byId } = severalReports(ended);
    expect([ended.status, report.verdict]).toEqual([2, "DRIFTED_AND_PENDING"]);
    expect(report.environments.map(({ environment, verdict }) => [environment, verdict])).toEqual([
      [uat, "IN_SYNC"],
      [production, "PENDING"],
      [oregon, "DRIFTED"],
      [ireland, "DRIFTED_AND_PENDING"],
    ]);
    expect(byId.get(oregon)?.findings).toMatchObject([
      { address: "folder_thing.group", cause: "drift", because: ["folder_thing.template"] },
      {
        address: "folder_thing.template",
        cause: "drift",
        attributes: [{ path: "content", before: "by hand", after: "as written" }],
      },
    ]);
    // What a plan's JSON doesn't hold.
    const state = JSON.parse((await here.state(uat)) ?? "");
    expect(byId.get(uat)).toMatchObject({
      commit: null,
      providerVersions: { "test-app.example/stand-in/folder": "1.0.0" },
      state: { serial: state.serial, lineage: state.lineage },
    });
    for (const one of report.environments) environmentReportSchema.parse(one);
    expect(readFileSync(path.join(here.folder, "junit.xml"), "utf8")).toContain(oregon);

    // The state and the cloud are as they were, and nothing is left behind.
    expect(await Promise.all([uat, oregon].map((id) => here.state(id as typeof uat)))).toEqual(
      states,
    );
    expect(here.cloud(oregon).read("template").content).toBe("by hand");
    expect(await here.locks()).toEqual([]);
    expect(readdirSync(here.temporaryFolder)).toEqual([]);
    const summary = ended.stderr
      .slice(ended.stderr.indexOf("DRIFTED_AND_PENDING over"))
      .split("\n\n");
    expect(summary[0]?.split("\n")).toEqual([
      "DRIFTED_AND_PENDING over 4 environments: the cloud was changed outside Terraform, and the code is ahead of the cloud",
      "  IN_SYNC uat-us-east-1: nothing to do",
      "  PENDING production-us-east-1: the code is ahead of the cloud",
      "  DRIFTED production-us-west-2: the cloud was changed outside Terraform",
      "  DRIFTED_AND_PENDING production-eu-west-1: the cloud was changed outside Terraform, and the code is ahead of the cloud",
    ]);
    // A line for each change of state.
    for (const line of ["synthesizing …", `${uat}: planning`, `${oregon}: DRIFTED (`]) {
      expect(ended.stderr).toContain(line);
    }
  });

  test("sees drift although somebody's variables would hide it", async () => {
    const here = project();
    here.write(ireland, things);
    here.cloud(ireland).edit("template", { content: "by hand" });
    here.git("init", "--quiet");
    here.git("add", "main.ts");
    here.git("commit", "--quiet", "--message", "the app");
    appendFileSync(path.join(here.folder, "main.ts"), "// edited\n");

    const ended = await here.check([ireland, "--json", "-"], {
      TF_CLI_ARGS_plan: "-refresh=false",
      TF_WORKSPACE: "elsewhere",
      TF_DATA_DIR: path.join(here.temporaryFolder, "data"),
    });
    expect(environmentReport(ended)).toMatchObject({
      verdict: "DRIFTED",
      commit: `${here.git("rev-parse", "HEAD").trim()}-dirty`,
    });
    expect(ended.stderr).toContain(": TF_CLI_ARGS_plan, TF_DATA_DIR, TF_WORKSPACE\n");
    expect(readdirSync(here.temporaryFolder)).toEqual([]);
  });

  test("tells both on two attributes, a thing that was removed, a secret and a failure apart", async () => {
    const here = project();
    here.useQuickCdktf();
    for (const id of [production, oregon, ireland] as const) here.write(id, things);
    for (const id of [oregon, ireland] as const) {
      here.cloud(id).edit("template", { content: "as written" });
    }
    const secret = randomUUID();
    const alone = { password: randomUUID() };
    here.write(uat, { ...things, alone });
    await here.apply(uat);
    here.cloud(uat).edit("alone", { password: secret });
    here.write(production, { ...things, template: { ...template, content: "new" } });
    here.cloud(production).edit("template", { size: 7 });
    here.cloud(oregon).remove("group");
    const summary = "reading thing: api error ExpiredToken: The security token is expired";
    here.cloud(ireland).behave({ fail: { summary } });

    const ended = await here.check([
      ...environmentIds,
      "--json",
      "-",
      "--markdown",
      "report.md",
      "--verbose",
    ]);
    const { report, byId } = severalReports(ended);
    expect([ended.status, report.verdict]).toEqual([1, "ERROR"]);
    expect(byId.get(production)?.verdict).toBe("DRIFTED_AND_PENDING");
    expect(
      byId
        .get(production)
        ?.findings.map(({ cause, attributes }) => [
          cause,
          attributes.map((attribute) => attribute.path),
        ]),
    ).toEqual(
      expect.arrayContaining([
        ["drift", ["size"]],
        ["pending", ["content"]],
      ]),
    );
    expect(byId.get(oregon)).toMatchObject({
      verdict: "DRIFTED",
      findings: [{ address: "folder_thing.group", cause: "drift", change: "create" }],
    });
    expect(byId.get(uat)).toMatchObject({
      verdict: "DRIFTED",
      findings: [
        {
          address: "folder_thing.alone",
          attributes: [{ path: "password", before: null, after: null, sensitive: true }],
        },
      ],
    });
    const markdown = readFileSync(path.join(here.folder, "report.md"), "utf8");
    for (const value of [secret, alone.password]) {
      expect(ended.stdout + ended.stderr + markdown).not.toContain(value);
    }
    expect(byId.get(ireland)).toMatchObject({ verdict: "ERROR", planFingerprint: null });
    expect(byId.get(ireland)?.reasons).toEqual([
      "terraform plan failed (cdktf: exit code 1)",
      expect.stringContaining("renew them"),
      `Terraform says: ${summary}`,
    ]);
    expect(readdirSync(here.temporaryFolder)).toEqual([]);
    here.cloud(ireland).behave();
  });
});
