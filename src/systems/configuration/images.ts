import type { StandIn } from "../../estate/checks";
import { part, text } from "./fields";
import { ConfigurationError, describe, schemaFindings } from "./mistakes";

const release = part({
  /** For people; nothing reads it. */
  version: text(/^\d+\.\d+\.\d+$/, "a version such as 1.0.7"),
  digest: text(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hexadecimal digits in lower case"),
});

/** Nothing has it. */
export const nothing = `sha256:${"0".repeat(64)}`;

/**
 * The digests that are to run of a system's services. CI writes them when it has pushed, and going back is a revert.
 *
 * @param file where they are written, beside their versions
 * @throws ConfigurationError that names every mistake
 */
export function digestsOf<Name extends string>(
  names: readonly Name[],
  file: string,
  written: unknown,
): Readonly<Record<Name, string>> {
  const schema = part(
    Object.fromEntries(names.map((name) => [name, release])) as Record<Name, typeof release>,
    "images.json",
  );
  const mistakes = schemaFindings(schema, written).map((finding) =>
    describe(file, written, finding),
  );
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
  const all = schema.parse(written) as Readonly<Record<Name, { readonly digest: string }>>;
  const digests = names.map((name) => [name, all[name].digest]);
  return Object.fromEntries(digests);
}

/** Services of which nothing has been pushed yet. */
export function missingImages(
  digests: Readonly<Record<string, string>>,
  told: Pick<StandIn, "because" | "remedy">,
): StandIn[] {
  return Object.entries(digests)
    .filter(([, digest]) => digest === nothing)
    .map(([name, value]) => ({
      name: `digest of ${name}`,
      value,
      severity: "failed",
      refused: true,
      ...told,
    }));
}
