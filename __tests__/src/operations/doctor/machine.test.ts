import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  lockFile,
  nodeVersion,
  standInValues,
  terraformVersion,
  thisMachine,
} from "../../../../src/operations/doctor/checks/machine";
import { standIns } from "../../../../src/systems/configuration/stand-ins";
import { undecided } from "../../../../src/systems/configuration/undecided";

const machine = thisMachine();

describe("Node.js", () => {
  it("is one that the project runs on", async () => {
    expect(await nodeVersion(machine)).toMatchObject({
      status: "ok",
      message: `Node.js ${process.versions.node}`,
    });
    expect(await nodeVersion({ ...machine, nodeVersion: "22.12.0" })).toMatchObject({
      status: "ok",
    });
  });

  it.each(["18.20.0", "20.18.1", "24.1.0"])("is none of the project's as %s", async (version) => {
    expect(await nodeVersion({ ...machine, nodeVersion: version })).toEqual({
      status: "failed",
      message: `Node.js ${version} is none of ^20.19.0 || ^22.12.0`,
      remedy: "install Node.js 22: https://nodejs.org/en/download",
    });
  });
});

describe("Terraform", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "test-app-doctor-"));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A program in Terraform's place that says it is of that version. */
  function says(version: string): void {
    const program = path.join(folder, "terraform");
    const answer = JSON.stringify({ terraform_version: version });
    writeFileSync(program, `#!/bin/sh\necho '${answer}'\n`);
    chmodSync(program, 0o755);
    vi.stubEnv("TERRAFORM_BINARY_NAME", program);
  }

  const remedy =
    "install Terraform 1.10.0 or newer: https://developer.hashicorp.com/terraform/install";

  it("is there, and new enough", async () => {
    says("1.10.0");
    expect(await terraformVersion()).toEqual({
      status: "ok",
      message: "Terraform 1.10.0",
      remedy: null,
    });
    says("1.9.8");
    expect(await terraformVersion()).toEqual({
      status: "failed",
      message: "Terraform 1.9.8 is too old",
      remedy,
    });
  });

  it("is missing", async () => {
    vi.stubEnv("TERRAFORM_BINARY_NAME", path.join(folder, "none"));
    expect(await terraformVersion()).toEqual({
      status: "failed",
      message: `${folder}/none was not found (ENOENT)`,
      remedy,
    });
  });
});

it("the providers' lock file is missed, but isn't needed", async () => {
  expect(await lockFile({ ...machine, lockFile: "/x/.terraform.lock.hcl" })).toEqual({
    status: "ok",
    message: ".terraform.lock.hcl is there",
    remedy: null,
  });
  expect(await lockFile({ ...machine, lockFile: undefined })).toMatchObject({
    status: "warning",
    remedy: expect.stringContaining("CONTRIBUTING.md"),
  });
});

describe("values that stand in", () => {
  const shipped = {
    accountId: "111122223333",
    domain: "test-app.example.com",
    machineImage: { owner: "137112412989", name: "al2023-ami-2023-x86_64" },
    applicationPort: 80,
    healthCheckPath: "/health",
    gitHubRepository: "example/infrastructure",
  };
  const names = Object.keys(shipped) as (keyof typeof shipped)[];
  const find = (values: object) => standInValues(machine, undecided(names, { ...values }));

  it("are each named, by what they break", async () => {
    const found = await find(shipped);
    expect(found.map(({ status, message }) => [status, message.split(" is still ")[0]])).toEqual([
      ["failed", "accountId"],
      ["failed", "domain"],
      ["warning", "machineImage"],
      ["warning", "applicationPort"],
      ["warning", "healthCheckPath"],
      ["failed", "gitHubRepository"],
    ]);
    // A value that is added to the file and that nobody knows here would never be named.
    for (const name of Object.keys(standIns))
      expect(found.map(({ message }) => message.split(" is still ")[0])).toContain(name);
    expect(found[0]).toEqual({
      status: "failed",
      message:
        'accountId is still "111122223333": it is the account of AWS\'s documentation, and no credentials are of it',
      remedy: "ask the client, and write the value into src/systems/configuration/stand-ins.ts",
    });
  });

  const decided = {
    accountId: "123456789012",
    domain: "test-app.client.org",
    machineImage: { owner: "self", name: "test-app-1" },
    applicationPort: 8080,
    healthCheckPath: "/up",
    gitHubRepository: "client/infrastructure",
  };

  it("are gone once the client has decided", async () => {
    const ok = [{ status: "ok", message: expect.any(String), remedy: null }];
    expect(await find(decided)).toEqual(ok);
    // A guess that was right is taken out of the file.
    const { applicationPort: _, ...rest } = decided;
    expect(await find(rest)).toEqual(ok);
  });

  it.each(Object.keys(decided))("are named one by one: %s", async (name) => {
    const found = await find({ ...decided, [name]: shipped[name as keyof typeof shipped] });
    expect(found).toMatchObject([{ message: expect.stringMatching(`^${name} is still `) }]);
  });
});
