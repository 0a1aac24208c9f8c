import * as z from "zod";
import type { AcceptedEntry } from "../report";

const acceptedDifferenceSchema = z.strictObject({
  environment: z.string().min(1),
  address: z.string().min(1),
  /** An attribute and all below it; an element of a set by its key, such as `tag[key=owner]`; of an addition its whole path, as a report says it. */
  path: z.string().min(1),
  reason: z.string().min(20),
  expires: z.iso.date(),
});

/** A difference that has been reviewed and doesn't count until it expires. */
export type AcceptedDifference = z.output<typeof acceptedDifferenceSchema>;

/** The list of accepted differences can't be used; the message says where and why. */
export class AcceptedDifferencesError extends Error {
  override readonly name = "AcceptedDifferencesError";
}

/**
 * Reads a list of accepted differences: a JSON array of objects with `environment`, `address`,
 * `path`, `reason` (at least 20 characters) and `expires` (YYYY-MM-DD, the last day on which it holds).
 *
 * @throws AcceptedDifferencesError
 */
export function readAcceptedDifferences(text: string): readonly AcceptedDifference[] {
  const parsed = z.array(acceptedDifferenceSchema).safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `  ${path.join(".") || "the list"}: ${message}`,
  );
  throw new AcceptedDifferencesError(
    `The list of accepted differences can't be used. It is a JSON array of { environment, address, path, reason, expires }.\n${problems.join("\n")}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AcceptedDifferencesError(
      `The list of accepted differences isn't JSON: ${(error as Error).message}`,
    );
  }
}

/** The accepted differences of one environment, and which of them were of use. */
export class Acceptance {
  readonly #entries: readonly AcceptedDifference[];
  readonly #today: string;
  readonly #used = new Set<AcceptedDifference>();
  readonly #refused = new Set<AcceptedDifference>();

  /** @param today as YYYY-MM-DD */
  constructor(entries: readonly AcceptedDifference[], environment: string | null, today: string) {
    this.#entries = entries.filter((entry) => entry.environment === environment);
    this.#today = today;
  }

  /** Whether an attribute's change is accepted; that of a deleted or replaced resource never is. */
  covers(address: string, path: string, destructive: boolean): boolean {
    const matching = this.#entries.filter(
      (entry) => entry.address === address && isAtOrBelow(path, entry.path),
    );
    for (const entry of matching) (destructive ? this.#refused : this.#used).add(entry);
    return !destructive && matching.some((entry) => entry.expires >= this.#today);
  }

  /** Whether an addition is accepted: by its very path, so that what is added beside it, or takes its place, counts. */
  coversAddition(address: string, path: string): boolean {
    const matching = this.#entries.filter(
      (entry) => entry.address === address && entry.path === path,
    );
    for (const entry of matching) this.#used.add(entry);
    return matching.some((entry) => entry.expires >= this.#today);
  }

  entries(): AcceptedEntry[] {
    return this.#entries.map(({ environment: _, ...entry }, index) => {
      const original = this.#entries[index] as AcceptedDifference;
      return { ...entry, status: this.#statusOf(original) };
    });
  }

  #statusOf(entry: AcceptedDifference): AcceptedEntry["status"] {
    if (entry.expires < this.#today) return "expired";
    if (this.#refused.has(entry)) return "refused";
    return this.#used.has(entry) ? "used" : "unused";
  }
}

function isAtOrBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`) || path.startsWith(`${ancestor}[`);
}
