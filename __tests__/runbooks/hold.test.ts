import { expect, it } from "vitest";
import { loadEnvironments } from "../../src/systems/test-app/environments";
import { namesOf } from "../../src/systems/test-app/names";
import { bootScript } from "../../src/systems/test-app/scripts/user-data/boot-script";
import { validateEnvironments } from "../../src/systems/test-app/validate";
import { documentOf } from "./documents";

const [written] = documentOf("RUNBOOK-rollback.md").blocks.filter(
  ({ language }) => language === "ts",
);
const text = written?.lines.join("\n") ?? "";

it("what the rollback writes is a configuration, and no download has its checksum", () => {
  const [, owner = "", id = ""] = /machineImage: \{ owner: "(.+)", id: "(.+)" \}/.exec(text) ?? [];
  const [, sha256 = ""] = /\bsha256: "(.+)"/.exec(text) ?? [];
  const { id: environmentId, ...before } = loadEnvironments()["uat-us-east-1"];
  const held = {
    ...before,
    fleet: { ...before.fleet, machineImage: { owner, id } },
    updater: { ...before.updater, sha256 },
  };
  const checked = validateEnvironments({ [environmentId]: held })[environmentId];
  expect(checked).toMatchObject({
    fleet: { machineImage: { owner, id } },
    updater: { sha256: "0".repeat(64) },
  });
  if (checked === undefined) throw new Error("it is checked, and not there");
  expect(bootScript(checked, namesOf(checked))).toContain(`UPDATER_SHA256='${sha256}'`);
});
