import { afterAll, beforeAll } from "vitest";
import { accountId } from "../../../src/estate/deployments";
import type { DriftReport, EnvironmentReport } from "../../../src/operations/drift/report";
import { describeWithTools } from "../../support/external-tools";
import { MotoServer } from "./moto-server";
import type { ProgramEnded } from "./program";
import type { Thing } from "./small-app/code";
import { StandInProject } from "./stand-in";

export const uat = "uat-us-east-1";
export const production = "production-us-east-1";
export const oregon = "production-us-west-2";
export const ireland = "production-eu-west-1";

/** What every environment declares at first. */
export const things: Readonly<Record<string, Thing>> = {
  template: { content: "as written", size: 1, tags: { team: "a" } },
  group: { follows: "template", size: 3 },
};

/** A suite with a project of its own, whose environments' clouds are as the code says at first. */
export function describeDriftCheck(
  title: string,
  environments: readonly string[],
  body: (project: () => StandInProject) => void,
): void {
  describeWithTools(title, ["terraform", "python3", "moto_server"], () => {
    let moto: MotoServer;
    let project: StandInProject;

    beforeAll(async () => {
      moto = await MotoServer.start({ MOTO_ACCOUNT_ID: accountId });
      project = await StandInProject.create(moto);
      for (const id of environments) project.write(id, things);
      for (const id of environments) await project.apply(id);
    });

    afterAll(async () => {
      await project?.[Symbol.asyncDispose]();
      await moto?.[Symbol.asyncDispose]();
    });

    body(() => project);
  });
}

/** The JSON report of one environment on standard output. */
export function environmentReport({ stdout, stderr }: ProgramEnded): EnvironmentReport {
  if (stdout === "") throw new Error(`There is no report:\n${stderr}`);
  return JSON.parse(stdout);
}

/** The JSON report of several environments on standard output, and their reports by id. */
export function severalReports(ended: ProgramEnded) {
  const report = environmentReport(ended) as unknown as DriftReport;
  const byId = new Map(report.environments.map((one) => [one.environment, one]));
  return { report, byId };
}
