import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "vitest";
import { type Tool, toolPath } from "../../../support/external-tools";
import { type BootResult, Instance, type InstanceOptions } from "./instance";
import type { Answer, Certificate } from "./stand-ins";

/** What every boot in a test needs. */
export const TOOLS: readonly Tool[] = [
  "bash",
  "curl",
  "openssl",
  "flock",
  "timeout",
  "python3",
  "aws",
];

/** What is the same after every boot, whatever happened in it. */
const always = { passwordSeenIn: [], leftovers: [], lockIsFree: true };

/** The update worked: this content is installed and ran once. */
export const updated = (content: string): BootResult => ({
  ...always,
  exitCode: 0,
  updater: { content, mode: "755" },
  runs: ["0022"],
  metrics: [0],
});

/** Nothing could be installed or run: the instance goes on with the application of its image. */
export const failed: BootResult = {
  ...always,
  exitCode: 1,
  updater: undefined,
  runs: [],
  metrics: [1],
};

/** The updater with this content ran, but it or its renewal failed. */
export const failedWith = (content: string): BootResult => ({
  ...updated(content),
  exitCode: 1,
  metrics: [1],
});

/** An instance whose download server offers the updater's release 1, unless told otherwise. */
export async function given(
  context: TestContext,
  options: Omit<Partial<InstanceOptions>, "certificate"> = {},
): Promise<Instance> {
  const release1: Answer = (_request, response) => response.end(instance.updater("1"));
  const instance = new Instance({ certificate: certificate(), download: release1, ...options });
  return instance.start(context);
}

let made: Certificate | undefined;

/** One certificate for the tests of a file: it takes longer to make than to use. */
export function certificate(): Certificate {
  made ??= makeCertificate();
  return made;
}

/** A certificate of its own authority for localhost and 127.0.0.1. */
function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 2";
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const { status, stderr } = spawnSync(
    toolPath("openssl"),
    [...request.split(" "), ...names, "-keyout", key, "-out", cert],
    { encoding: "utf8" },
  );
  if (status !== 0) {
    throw new Error(`openssl could not make a certificate: ${stderr}`);
  }
  const certificate = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(folder, { recursive: true });
  return certificate;
}
