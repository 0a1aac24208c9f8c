import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { systemReason } from "../output/system-reason";
import { standardStream } from "./arguments";

/** There is no plan to judge; the message says why, and the remedy. */
export class NoPlanError extends Error {
  override readonly name = "NoPlanError";
}

const remedy = "write the plan's JSON with: terraform show -json PLAN > FILE";

/**
 * A saved plan, parsed.
 *
 * @param file what `terraform show -json` printed; `-` is standard input
 * @throws NoPlanError when it can't be read, is no JSON, or holds no object
 */
export async function readSavedPlan(file: string): Promise<object> {
  const source = file === standardStream ? "standard input" : file;
  const plan = parsed(await contentOf(file, source), source);
  if (typeof plan !== "object" || plan === null || Array.isArray(plan)) {
    throw new NoPlanError(`${source} holds no plan, which would be a JSON object: ${remedy}`);
  }
  return plan;
}

async function contentOf(file: string, source: string): Promise<string> {
  try {
    return file === standardStream ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    throw new NoPlanError(`${source} can't be read, ${systemReason(error)}: ${remedy}`);
  }
}

function parsed(content: string, source: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    // The message of JSON.parse isn't repeated: it quotes the text, which may hold a secret.
    const position = /at position \d+/.exec(String(error))?.[0];
    const where = position === undefined ? "" : ` (${position})`;
    const what = content.trim() === "" ? "is empty" : `is no JSON${where}`;
    throw new NoPlanError(`${source} ${what}: ${remedy}`);
  }
}
