import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { findMirror } from "./support/provider-mirror";

const folder = mkdtempSync(path.join(tmpdir(), "test-app-mirror-"));
const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test("a mirror is one that holds the provider's file, of the wanted version or the newest", () => {
  vi.stubEnv("TESTAPP_PROVIDER_MIRROR", folder);
  const unpack = (version: string, file: string) => {
    const place = path.join(folder, "registry.terraform.io/hashicorp/aws", version, platform);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, file), "");
  };
  unpack("7.0.0", "LICENSE.txt");
  expect(findMirror("6.25.0")).toContain("TESTAPP_PROVIDER_MIRROR names a folder that holds");
  unpack("6.9.0", "terraform-provider-aws_v6.9.0_x5");
  unpack("6.25.0", "terraform-provider-aws_v6.25.0_x5");
  expect(findMirror("6.9.0")).toEqual({ folder, version: "6.9.0" });
  expect(findMirror("5.100.0")).toEqual({ folder, version: "6.25.0" });
});
