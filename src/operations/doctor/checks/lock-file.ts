import { type Finding, ok, warning } from "../finding";
import type { Machine } from "../machine";

/** Without it each drift check takes the provider that the registry sends, whatever its hash. */
export async function lockFile({ lockFile: file }: Machine): Promise<readonly Finding[]> {
  return file === undefined
    ? [
        warning(
          ".terraform.lock.hcl is missing, so the provider's hashes are not compared",
          "make it and commit it: README.md, 'The providers' lock file'",
        ),
      ]
    : [ok(".terraform.lock.hcl is there")];
}
