import { canonical, elements, foundIn, isEmpty, isObject } from "../values";

/**
 * What moves in a value from one version to the next, as texts that are alike wherever the same moves: words, and what
 * stands between them, put in the place of others. So what `name-${x}` makes of an `x` that moves from 3
 * to 4 can be told from what somebody else wrote into the code, with nothing but a look into a set.
 */
export function movements(before: unknown, after: unknown): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const moved = keys.filter((key) => canonical(before[key]) !== canonical(after[key]));
    return moved.flatMap((key) => movements(before[key], after[key]));
  }
  if (Array.isArray(before) || Array.isArray(after)) {
    const [gone, come] = [without(before, after), without(after, before)];
    // A list in another order has moved as a whole.
    if (gone.length + come.length === 0) return [movementOf(before, after)];
    const longer = gone.length > come.length ? gone : come;
    return longer.flatMap((_, index) => ofTexts(gone[index] ?? "", come[index] ?? ""));
  }
  return isEmpty(before) && isEmpty(after)
    ? [movementOf(before, after)]
    : ofTexts(text(before), text(after));
}

/** A value that moves as a whole. */
export function movementOf(before: unknown, after: unknown): string {
  return movement([canonical(before)], [canonical(after)]);
}

function ofTexts(before: string, after: string): string[] {
  let [old, fresh] = [parts(before), parts(after)];
  let start = 0;
  while (start < Math.min(old.length, fresh.length) && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(old.length, fresh.length) - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  )
    end += 1;
  [old, fresh] = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)];
  if (old.length !== fresh.length) return [movement(old, fresh)];
  return old.flatMap((part, index) =>
    part === fresh[index] ? [] : [movement([part], [fresh[index] ?? ""])],
  );
}

/** Words of letters and digits, where a number with points is one, and what stands between them: all of the text. */
function parts(value: string): string[] {
  return value.match(/[\p{L}\p{N}]+(?:\.\p{N}+)*|[^\p{L}\p{N}]+/gu) ?? [];
}

function movement(before: readonly string[], after: readonly string[]): string {
  return JSON.stringify([before, after]);
}

/** A list's elements that another doesn't have, as texts. */
function without(list: unknown, other: unknown): string[] {
  const found = foundIn(textsOf(other));
  return textsOf(list).filter((each) => !found(each));
}

function textsOf(value: unknown): string[] {
  if (isEmpty(value)) return [];
  return (Array.isArray(value) ? elements(value) : [value]).map(text);
}

function text(value: unknown): string {
  if (isEmpty(value)) return "";
  return typeof value === "object" ? canonical(value) : String(value);
}
