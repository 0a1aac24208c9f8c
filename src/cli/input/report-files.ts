import path from "node:path";
import { standardStream } from "./arguments";

/** Where each report goes: a file, `-` for standard output, or nowhere. */
export interface ReportFiles {
  readonly json?: string;
  readonly markdown?: string;
  readonly junit?: string;
}

/** The forms in which a report is written. */
export const reportForms = ["json", "markdown", "junit"] as const;
export type ReportForm = (typeof reportForms)[number];

/** The reports that are asked for, each with its file. */
export function requestedReports(files: ReportFiles) {
  return reportForms.flatMap((form) => {
    const file = files[form];
    return file === undefined ? [] : [{ form, file }];
  });
}

/**
 * Why reports would overwrite each other or what is read; undefined when they don't.
 *
 * @param inputs files that are read
 */
export function conflictOf(files: ReportFiles, inputs: readonly string[]): string | undefined {
  const read = inputs.filter((file) => file !== standardStream);
  const owners = new Map(read.map((file) => [path.resolve(file), "what is read"]));
  for (const { form, file } of requestedReports(files)) {
    const place = file === standardStream ? standardStream : path.resolve(file);
    const owner = owners.get(place);
    if (owner !== undefined) return `--${form} ${file} would overwrite ${owner}`;
    owners.set(place, `--${form}`);
  }
  return undefined;
}
