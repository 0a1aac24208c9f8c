import { homedir } from "node:os";
import path from "node:path";

/**
 * What people may have set that would plan something else, or less (`-refresh=false`, say), or with another
 * provider, or that would write what a plan holds into a log.
 */
const misleading = /^(TF_CLI_ARGS.*|TF_WORKSPACE|TF_DATA_DIR|TF_REATTACH_PROVIDERS|TF_LOG.*)$/;

/** The process's environment variables that every Terraform of a check gets. */
export function terraformVariables(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !misleading.test(name));
  const { TF_CLI_CONFIG_FILE: configuration } = process.env;
  return {
    ...Object.fromEntries(kept),
    // Absolute, because Terraform doesn't work in the current folder.
    ...(configuration ? { TF_CLI_CONFIG_FILE: path.resolve(configuration) } : {}),
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    TF_PLUGIN_CACHE_DIR: pluginCache(),
    // Providers begin with a large schema, which Go's garbage collector would go through again and again.
    GOGC: process.env.GOGC ?? "400",
    // Neither Terraform nor cdktf looks for newer versions of itself.
    CHECKPOINT_DISABLE: "1",
  };
}

/** Where providers are kept once they are downloaded: `TF_PLUGIN_CACHE_DIR`, or what cdktf takes without it. */
export function pluginCache(): string {
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
