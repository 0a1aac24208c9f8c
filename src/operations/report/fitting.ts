import { wholeCharacters } from "./visible";

/** A part of a report that can be left out when the whole gets too long. */
export interface Block {
  readonly text: string;
  /** The higher, the sooner it is left out. */
  readonly rank: number;
  /** What is missing without it, such as `drift`; a title that only introduces others has none. */
  readonly what?: string;
}

/** Enough for the note that says what was cut. */
const noteLength = 400;

/**
 * The blocks as paragraphs, in their order and within the limit: what ranks highest is left out first, the
 * last of equals before the others, and a note at the end counts what is missing.
 *
 * @param limit the longest that the text may be, in UTF-16 units
 */
export function fitted(blocks: readonly Block[], limit: number): string {
  const whole = text(blocks);
  if (whole.length <= limit) return whole;

  const byUrgency = blocks
    .map((block, index) => ({ block, index }))
    .sort((left, right) => left.block.rank - right.block.rank || left.index - right.index);
  let length = noteLength;
  const kept = new Set<Block>();
  for (const { block } of byUrgency) {
    length += block.text.length + 2;
    if (length > limit) break;
    kept.add(block);
  }
  const missing = blocks.filter((block) => !kept.has(block));
  const note = { text: noteOn(missing, limit), rank: 0 };
  return wholeCharacters(
    text([...blocks.filter((block) => kept.has(block)), note]).slice(0, limit),
  );
}

function text(blocks: readonly Block[]): string {
  return `${blocks.map((block) => block.text).join("\n\n")}\n`;
}

function noteOn(missing: readonly Block[], limit: number): string {
  const counts = new Map<string, number>();
  for (const { what } of missing) {
    if (what !== undefined) counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const parts = [...counts].map(([what, count]) => `${what} (${count.toLocaleString("en")})`);
  const most = limit.toLocaleString("en");
  return `**Cut to ${most} characters.** Left out: ${parts.join(", ")}. The JSON report has everything.`;
}
