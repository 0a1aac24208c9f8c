import semver from "semver";
import { engines } from "../../../../package.json";
import type { Check } from "../check";
import { failed, ok } from "../finding";
import type { Machine } from "../machine";

/** The cdktf CLI doesn't run on every Node.js: it crashes on 24. */
export const nodeVersion: Check<Machine> = {
  name: "node",
  run: async ({ nodeVersion: version }) =>
    semver.satisfies(version, engines.node)
      ? [ok(`Node.js ${version}`)]
      : [
          failed(
            `Node.js ${version} is none of ${engines.node}`,
            "install Node.js 22: https://nodejs.org/en/download",
          ),
        ],
};
