import { copyFileSync, existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Keeps the state that Terraform could not save, which it has written beside the plan: without it, what was
 * made is in nobody's books. It holds secrets, so the folder is readable by nobody else.
 * https://developer.hashicorp.com/terraform/cli/state/recover
 *
 * @returns the file; null where Terraform has written none
 */
export function keepErroredState(environment: string, stack: string): string | null {
  const written = path.join(stack, "errored.tfstate");
  if (!existsSync(written)) return null;
  const kept = path.join(
    mkdtempSync(path.join(tmpdir(), `testapp-state-${environment}-`)),
    "errored.tfstate",
  );
  copyFileSync(written, kept);
  return kept;
}
