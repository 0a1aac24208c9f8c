import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { expect, it, vi } from "vitest";
import { bundle, nodeVersion } from "../../services/bundle";
import { loadEnvironments } from "../../src/systems/tally/environments";
import { adderBoot } from "../../src/systems/tally/machine/adder";
import { namesOf } from "../../src/systems/tally/names";

vi.mock("esbuild", { spy: true });

const root = path.resolve(__dirname, "../..");

it("services are built for the Node.js of their image, which is named by its digest", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "bundle-"));
  await bundle("tally", "reset", folder);
  rmSync(folder, { recursive: true });
  const [{ target }] = vi.mocked(build).mock.lastCall as [{ target: string }];
  const dockerfile = readFileSync(path.join(root, "services/Dockerfile"), "utf8");
  const [, major] =
    /^ARG BASE=\S+\/node:(\d+)-bookworm-slim@sha256:[0-9a-f]{64}\nFROM \$\{BASE\}\n/m.exec(
      dockerfile,
    ) ?? [];
  expect(target).toBe(`node${major}`);
});

it("the adder's machine has that Node.js, too", () => {
  const environment = loadEnvironments()["tally-production"];
  const script = adderBoot(environment, namesOf(environment), `sha256:${"1".repeat(64)}`);
  expect(script).toContain(`dnf install -y nodejs${nodeVersion} `);
  expect(script).toContain(`ExecStart=/usr/bin/node-${nodeVersion} `);
});
