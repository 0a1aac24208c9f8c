import { homedir } from "node:os";
import path from "node:path";

/** What people may have set that would make a plan of something else, or of less: `-refresh=false`, say. */
const misleading = /^(TF_CLI_ARGS.*|TF_WORKSPACE|TF_DATA_DIR)$/;

/** The process's environment variables that every Terraform of a check gets. */
export function terraformVariables(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !misleading.test(name));
  return {
    ...Object.fromEntries(kept),
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    TF_PLUGIN_CACHE_DIR: pluginCache(),
    // Neither Terraform nor cdktf looks for newer versions of itself.
    CHECKPOINT_DISABLE: "1",
  };
}

/** Where providers are kept once they are downloaded: `TF_PLUGIN_CACHE_DIR`, or what cdktf takes without it. */
export function pluginCache(): string {
  // Absolute, because Terraform doesn't work in the current folder.
  return path.resolve(
    process.env.TF_PLUGIN_CACHE_DIR || path.join(homedir(), ".terraform.d/plugin-cache"),
  );
}

/** What was set and isn't used, so that nobody wonders. */
export function ignoredVariables(): string[] {
  return Object.keys(process.env)
    .filter((name) => misleading.test(name))
    .sort();
}
