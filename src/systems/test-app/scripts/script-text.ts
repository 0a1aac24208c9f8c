import { projectFile } from "../../configuration/script-text";

export * from "../../configuration/script-text";

/** A script's text, or another file of this folder, by its path from here. */
export function scriptFile(path: string): string {
  return projectFile(`#scripts/${path}`);
}
