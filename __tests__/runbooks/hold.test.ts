import { expect, it } from "vitest";
import { loadEnvironments } from "../../src/systems/test-app/environments";
import { validateEnvironments } from "../../src/systems/test-app/validate";
import { documentOf } from "./documents";

const [written] = documentOf("RUNBOOK-rollback.md").blocks.filter(
  ({ language }) => language === "ts",
);
const text = written?.lines.join("\n") ?? "";

it("what a rollback has somebody commit is a configuration", () => {
  const [, owner = "", id = ""] = /machineImage: \{ owner: "(.+)", id: "(.+)" \}/.exec(text) ?? [];
  const { id: environmentId, ...before } = loadEnvironments()["uat-us-east-1"];
  const back = { ...before, fleet: { ...before.fleet, machineImage: { owner, id } } };
  const checked = validateEnvironments({ [environmentId]: back })[environmentId];
  expect(checked).toMatchObject({ fleet: { machineImage: { owner, id } } });
});
