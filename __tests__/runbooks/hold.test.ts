import { expect, it } from "vitest";
import { holdOf } from "../../src/operations/aws/hold";
import { loadEnvironments } from "../../src/systems/test-app/environments";
import { validateEnvironments } from "../../src/systems/test-app/validate";
import { documentOf } from "./documents";

const { blocks } = documentOf("RUNBOOK-rollback.md");
const textIn = (wanted: string) =>
  blocks
    .filter(({ language }) => language === wanted)
    .flatMap(({ lines }) => lines)
    .join("\n");

it("what the rollback writes is a configuration", () => {
  const written = /machineImage: \{ owner: "(.+)", id: "(.+)" \}/.exec(textIn("ts"));
  const [, owner = "", id = ""] = written ?? [];
  const { id: environmentId, ...before } = loadEnvironments()["uat-us-east-1"];
  const changed = { ...before, fleet: { ...before.fleet, machineImage: { owner, id } } };
  const checked = validateEnvironments({ [environmentId]: changed })[environmentId];
  expect(checked).toMatchObject({ fleet: { machineImage: { owner, id } } });
});

it("the values that it gives the parameter are a hold, and none", () => {
  const values = [...textIn("bash").matchAll(/put-parameter .* --value ("?)(.+)\1$/gm)];
  const holds = values.map(([, , value]) => holdOf("parameter", value));
  expect(holds).toEqual([expect.stringMatching(/^updates are held: /), null]);
});
