import { expect, it } from "vitest";
import { costReportSchema } from "../../../src/operations/cost/report";
import { Folder } from "./command-line";

it("cost prints a table for people, and the report where it is asked for", () => {
  using folder = new Folder();
  const { status, stdout, stderr } = folder.run(["cost", "uat-us-east-1", "--json", "-"]);
  expect(status).toBe(0);
  const report = costReportSchema.parse(JSON.parse(stdout));
  expect(report.environments.map(({ environment }) => environment)).toEqual(["uat-us-east-1"]);
  expect(stderr).toMatch(/^uat-us-east-1 +\d+ to +\d+\n {2}instances +\d+ to +\d+$/m);
  expect(stderr).toContain(`Prices of ${report.pricesOf}: https://aws.amazon.com/`);
});

it("cost says so where a report can't be written", () => {
  using folder = new Folder();
  const { status, stderr } = folder.run(["cost", "uat-us-east-1", "--json", "no/such/folder"]);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: "The report can't be written: no such file or directory (ENOENT)\n",
  });
});

it("cost of nothing is wrong usage", () => {
  using folder = new Folder();
  expect(folder.run(["cost"])).toMatchObject({ status: 64 });
  expect(folder.run(["cost", "uat"])).toMatchObject({ status: 64 });
});
