import semver from "semver";
import { engines } from "../../../../package.json";
import { type Finding, failed, ok } from "../finding";
import type { Machine } from "../machine";

/** The cdktf CLI doesn't run on every Node.js: it crashes on 24. */
export async function nodeVersion({ nodeVersion: version }: Machine): Promise<readonly Finding[]> {
  return semver.satisfies(version, engines.node)
    ? [ok(`Node.js ${version}`)]
    : [
        failed(
          `Node.js ${version} is none of ${engines.node}`,
          "install Node.js 22: https://nodejs.org/en/download",
        ),
      ];
}
