import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import { z } from "zod";

const stateSchema = z.object({ serial: z.int().nonnegative(), lineage: z.string() });

/**
 * Which state a saved plan was made from. `terraform show` leaves it out; the plan file is a ZIP archive
 * that holds the state itself beside the plan. Null where the archive doesn't say so: its format isn't
 * promised to stay.
 *
 * @param file a plan file: it holds secrets, and nothing else of it is read
 */
export async function stateOf(file: string): Promise<z.output<typeof stateSchema> | null> {
  try {
    const archive = await readFile(file);
    const { tfstate } = unzipSync(archive, { filter: ({ name }) => name === "tfstate" });
    const parsed = stateSchema.safeParse(JSON.parse(Buffer.from(tfstate ?? []).toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
