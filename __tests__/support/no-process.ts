import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";

/** Bundling is no program that a test is about, and is needed after a change only. */
const mayStart = /esbuild/;

const starting = ["spawn", "spawnSync", "execFile", "execFileSync", "exec", "execSync", "fork"];
const module: Record<string, unknown> = childProcess as never;
for (const name of starting) {
  const real = module[name] as (...args: unknown[]) => unknown;
  module[name] = (...args: unknown[]) => {
    if (mayStart.test(String(args[0]))) return real(...args);
    throw new Error(
      `npm run check starts no process, and this test starts ${args[0]}: name its file in vitest.config.mts`,
    );
  };
}
syncBuiltinESMExports();
