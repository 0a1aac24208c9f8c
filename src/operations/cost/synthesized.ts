import { readFile } from "node:fs/promises";
import path from "node:path";
import { synthesize } from "../terraform/plan/synth";
import { Workspace } from "../terraform/workspace";
import type { Located, Stack } from "./estimate";

/**
 * Synthesizes, and reads these stacks.
 *
 * @throws TerraformFailure with what the app said
 */
export async function synthesizedStacks(
  deployments: readonly Pick<Located, "id" | "region">[],
): Promise<Located[]> {
  using workspace = new Workspace();
  await synthesize(workspace.synthesized, new AbortController().signal);
  // The workspace goes with this function.
  return await Promise.all(
    deployments.map(async ({ id, region }) => {
      const file = path.join(workspace.synthesized, "stacks", id, "cdk.tf.json");
      const stack: Stack = JSON.parse(await readFile(file, "utf8"));
      return { id, region, stack };
    }),
  );
}
