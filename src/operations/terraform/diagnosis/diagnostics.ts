import { stripVTControlCharacters } from "node:util";
import * as z from "zod";
import { parsedJson } from "../../report/parsed-json";

/** What Terraform says of an error. */
export interface Diagnostic {
  readonly summary: string;
  readonly detail: string;
  /** Of the resource that it is about, where that is known. */
  readonly address?: string | undefined;
}

/** As one line, for people. */
export function oneLine({ summary, detail }: Diagnostic): string {
  const text = `${summary}: ${detail}`.replace(/\s+/g, " ").trim();
  return text.replace(/:$/, "");
}

const diagnosticLineSchema = z.object({
  type: z.literal("diagnostic"),
  diagnostic: z.object({
    severity: z.string(),
    summary: z.string(),
    detail: z.string().nullish(),
    address: z.string().optional(),
  }),
});

/**
 * The errors in what `terraform init` or `terraform plan` wrote with `-json`. What Terraform writes before it
 * has read that option, such as a wrong argument, is in boxes: those count too.
 * https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export function errorsIn(log: string): Diagnostic[] {
  return [...reported("error", log), ...boxedErrors(linesOf(log))];
}

/**
 * Whether `dev_overrides` of the CLI configuration had a provider replaced; Terraform only warns of it.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#development-overrides-for-provider-developers
 */
export function isDevelopmentOverride(log: string): boolean {
  const warnings = reported("warning", log);
  return warnings.some(({ summary }) => summary.includes("development overrides are in effect"));
}

/** The last lines that aren't Terraform's own records: a crash's, say. */
export function lastWords(log: string, limit = 5): string[] {
  return linesOf(log)
    .map((line) => line.trim())
    .filter((line) => line !== "" && recordIn(line) === undefined)
    .slice(-limit);
}

function linesOf(log: string): string[] {
  return stripVTControlCharacters(log).split(/\r?\n/);
}

function reported(severity: "error" | "warning", log: string): Diagnostic[] {
  return linesOf(log).flatMap((line) => {
    const parsed = diagnosticLineSchema.safeParse(recordIn(line));
    if (!parsed.success || parsed.data.diagnostic.severity !== severity) return [];
    const { summary, detail, address } = parsed.data.diagnostic;
    return [{ summary, detail: detail ?? "", address }];
  });
}

function boxedErrors(lines: readonly string[]): Diagnostic[] {
  const errors: { summary: string; detail: string }[] = [];
  let open: { summary: string; detail: string } | undefined;
  for (const line of lines) {
    const text = line.replace(/^[│╷╵|]\s?/, "");
    const summary = /^Error: (.*)$/.exec(text)?.[1];
    if (summary !== undefined) {
      open = { summary, detail: "" };
      errors.push(open);
    } else if (line.startsWith("╵")) {
      open = undefined;
    } else if (open !== undefined) {
      open.detail = `${open.detail}\n${text}`.trim();
    }
  }
  return errors;
}

function recordIn(line: string): unknown {
  return line.startsWith("{") ? parsedJson(line) : undefined;
}
