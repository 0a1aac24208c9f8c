import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolPath } from "../../../../support/tools";
import type { Certificate } from "./stand-ins";

let made: Certificate | undefined;

/** One certificate for the tests of a file: it takes longer to make than to use. */
export function certificate(): Certificate {
  made ??= makeCertificate();
  return made;
}

/** A certificate of its own authority for localhost and 127.0.0.1. */
export function makeCertificate(): Certificate {
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
