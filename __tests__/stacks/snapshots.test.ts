import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { deploymentIds } from "../../src/estate/deployments";
import { loadDigests as loadMessages } from "../../src/systems/messages/images";
import { loadDigests as loadTally } from "../../src/systems/tally/images";
import { environmentIds } from "../../src/systems/test-app/environments";
import {
  type Configuration,
  type SynthesizedStack,
  synthesizeInventory,
} from "../support/synthesized";
import { literalValue } from "../support/terraform-literal";

/**
 * The stacks that ship, as a reviewer reads them: a change of infrastructure is a change of
 * these files in the pull request. `npx vitest run -u` writes them anew.
 */
const folder = "../snapshots";

const inventory = await synthesizeInventory();
const booting = Object.entries(inventory).filter(
  ([, stack]) => stack.ofType("aws_launch_template").length > 0,
);

describe("the inventory", () => {
  it("has every stack of the configuration: one that is missing is named in main.ts", () => {
    expect(Object.keys(inventory)).toEqual([...deploymentIds].sort());
  });

  it("has its snapshots, and there are no others", () => {
    const expected = [
      ...deploymentIds.flatMap((id) => [`${id}.addresses.txt`, `${id}.json`]),
      ...booting.map(([id]) => `${id}.user-data.sh`),
      ...environmentIds.map((id) => `${id}.run-updater.sh`),
    ];
    const there = readdirSync(path.join(__dirname, folder));
    const remedy = "write them with npx vitest run __tests__/stacks --update, and delete others";
    expect(there.sort(), remedy).toEqual(expected.sort());
  });
});

describe.each(Object.entries(inventory))("%s", (id, stack) => {
  it("is what the snapshot says", async () => {
    await expect(readable(stack)).toMatchFileSnapshot(`${folder}/${id}.json`);
  });

  it("has the addresses that the snapshot says: another one destroys and creates", async () => {
    const addresses = [...stack.dataSources(), ...stack.resources()].map(({ address }) => address);
    await expect(`${addresses.sort().join("\n")}\n`).toMatchFileSnapshot(
      `${folder}/${id}.addresses.txt`,
    );
  });
});

describe.each(booting)("%s", (id, stack) => {
  it("boots with the script that the snapshot says", async () => {
    const script = Buffer.from(stack.only("aws_launch_template").user_data, "base64").toString();
    await expect(withoutDigests(script)).toMatchFileSnapshot(`${folder}/${id}.user-data.sh`);
  });
});

describe.each(environmentIds)("%s", (id) => {
  const stack = inventory[id] as SynthesizedStack;

  it("updates instances with the script that the snapshot says", async () => {
    const { mainSteps } = JSON.parse(literalValue(stack.only("aws_ssm_document").content));
    const script = `${mainSteps[0].inputs.runCommand.join("\n")}\n`;
    await expect(script).toMatchFileSnapshot(`${folder}/${id}.run-updater.sh`);
  });
});

/**
 * Keys in order, policies and documents as JSON and not as text, scripts in their own files, no versions.
 * The function's code is in the pull request as code: its hash would change with every package.
 */
function readable(stack: SynthesizedStack): string {
  const { "//": _metadata, ...json } = stack.clone().json;
  for (const policy of Object.values<Configuration>(json.resource.aws_iam_policy ?? {}))
    policy.policy = "(see access/)";
  return `${JSON.stringify(json, readableValue, 2)}\n`;
}

/** A release is in the pull request as a digest of its own: images.json. */
const digests = [loadTally(), loadMessages()]
  .flatMap((all) => Object.values(all))
  .map((each) => each.replace("sha256:", ""));
const withoutDigests = (text: string) =>
  digests.reduce((shown, digest) => shown.replaceAll(digest, "(see images.json)"), text);

const isJson = (value: unknown): value is string =>
  typeof value === "string" && /^[{[]/.test(value);

function readableValue(key: string, value: unknown): unknown {
  if (key === "//") return (value as Configuration).acceptedFindings;
  if (key === "user_data") return "(see the .user-data.sh beside this file)";
  if (key === "source_code_hash") return "(see lambda/)";
  if (key === "filename") return String(value).replace(/[0-9a-f]{64}/, "(hash)");
  if (key === "runCommand") return "(see the .run-updater.sh beside this file)";
  if (key === "container_definitions" && isJson(value)) return JSON.parse(withoutDigests(value));
  if (/policy$|^content$|^value$/.test(key) && isJson(value)) return JSON.parse(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value as Configuration).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
