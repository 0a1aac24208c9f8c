import { execFileSync } from "node:child_process";
import { toolPath } from "./tools";

const ofOneDay = ["-days", "1", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

/**
 * Writes an authority of the test's own, `ca.pem`, and a certificate that it has signed for that host,
 * `server.pem` with `server.key`.
 */
export function serverCertificate(folder: string, host: string): void {
  const request = (...args: string[]) =>
    execFileSync(toolPath("openssl"), ["req", "-x509", ...ofOneDay, ...args], {
      cwd: folder,
      stdio: "pipe",
    });
  request("-subj", "/CN=authority of a test", "-keyout", "ca.key", "-out", "ca.pem");
  request(
    ...["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`],
    ...["-addext", "basicConstraints=critical,CA:FALSE", "-CA", "ca.pem", "-CAkey", "ca.key"],
    ...["-keyout", "server.key", "-out", "server.pem"],
  );
}
