import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TerraformProcess } from "../../../../../src/operations/terraform/processes/terraform-process";

const idle = "setTimeout(() => {}, 60_000)";
let control: string;

beforeEach(() => {
  control = mkdtempSync(path.join(tmpdir(), "test-app-control-"));
});

afterEach(() => rmSync(control, { recursive: true }));

describe("the script between cdktf and Terraform", () => {
  const script = path.resolve(
    __dirname,
    "../../../../../src/operations/terraform/processes/terraform.sh",
  );
  const run = (...args: string[]) =>
    spawnSync(script, args, {
      env: { PATH: process.env.PATH, TESTAPP_TERRAFORM: "/bin/echo", TESTAPP_CONTROL: control },
      encoding: "utf8",
    });

  it("keeps what Terraform says, and which process it was", () => {
    const { status, stdout, pid } = run("plan", "-out", "plan");
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(new TerraformProcess(control).log("plan")).toBe("plan -out plan\n");
    expect(readFileSync(path.join(control, "terraform.pid"), "utf8")).toBe(`${pid}\n`);
  });

  it("lets cdktf read what it asks for", () => {
    expect(run("version", "-json").stdout).toBe("version -json\n");
    expect(existsSync(path.join(control, "terraform.pid"))).toBe(false);
  });

  it("starts nothing any more once there was an interrupt", () => {
    writeFileSync(path.join(control, "interrupted"), "");
    expect(run("plan").status).toBe(130);
    expect(new TerraformProcess(control).hasStarted("plan")).toBe(false);
  });
});

describe("Terraform's process", () => {
  it("has ended when nobody has asked about its end yet", async () => {
    // The shell becomes a program that never asks about the shell's child.
    const parent = spawn("sh", [
      "-c",
      `true & echo $!; exec "$0" --eval "${idle}"`,
      process.execPath,
    ]);
    const [text] = await once(parent.stdout, "data");
    writeFileSync(path.join(control, "terraform.pid"), String(text));
    expect(await new TerraformProcess(control).hasEnded(30)).toBe(true);
    parent.kill();
  });

  it("is interrupted once, though the mark can't be written", async () => {
    mkdirSync(path.join(control, "interrupted"));
    const child = spawn(process.execPath, ["--eval", idle]);
    writeFileSync(path.join(control, "terraform.pid"), String(child.pid));
    const ended = once(child, "exit");
    await expect(new TerraformProcess(control).interrupt()).rejects.toThrow("EISDIR");
    expect(await ended).toEqual([null, "SIGINT"]);
  });

  it("runs until it has ended", async () => {
    const terraform = new TerraformProcess(control);
    expect(terraform.runningId).toBeUndefined();
    const child = spawn(process.execPath, ["--eval", idle]);
    writeFileSync(path.join(control, "terraform.pid"), String(child.pid));
    expect(terraform.runningId).toBe(child.pid);
    expect(await terraform.hasEnded(0)).toBe(false);
    child.kill();
    expect(await terraform.hasEnded(30)).toBe(true);
  });
});
