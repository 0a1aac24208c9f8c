import { chmodSync, copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { erroredState, type PlanFolder } from "../workspace";

/**
 * Keeps the state that Terraform could not save, which it has written beside the plan: without it, what was
 * made is in nobody's books. It holds secrets, so the folder is readable by nobody else. Where it can't be
 * moved, it stays where it is, and the workspace with it.
 * https://developer.hashicorp.com/terraform/cli/state/recover
 *
 * @returns the file; null where Terraform has written none
 */
export function keepErroredState(environment: string, folder: PlanFolder): string | null {
  const written = erroredState(folder);
  if (!existsSync(written)) return null;
  try {
    const kept = path.join(
      mkdtempSync(path.join(tmpdir(), `testapp-state-${environment}-`)),
      "errored.tfstate",
    );
    move(written, kept);
    return kept;
  } catch {
    // Nothing is lost: it is named where it lies.
    return written;
  }
}

/** What to do with it, for people. */
export function pushKeptState(kept: string): string {
  return `The state could not be saved and is kept in ${kept}, which holds secrets, and is lost with this machine or its temporary files: push it before anything else, with terraform state push, then delete the file`;
}

/** A copy would need the room a second time, and a full disk may be why the state couldn't be saved. */
function move(from: string, to: string): void {
  chmodSync(from, 0o600);
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    copyFileSync(from, to);
    rmSync(from);
  }
}
