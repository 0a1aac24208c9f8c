import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

const stackSchema = z.object({
  resource: z
    .object({ aws_autoscaling_group: z.record(z.string(), z.unknown()).optional() })
    .optional(),
});

/**
 * Whether a synthesized stack has an auto scaling group, which could be asked how it is.
 *
 * @param folder the stack's, which holds its cdk.tf.json
 */
export function declaresGroup(folder: string): boolean {
  const written = readFileSync(path.join(folder, "cdk.tf.json"), "utf8");
  const { resource } = stackSchema.parse(JSON.parse(written));
  return Object.keys(resource?.aws_autoscaling_group ?? {}).length > 0;
}
