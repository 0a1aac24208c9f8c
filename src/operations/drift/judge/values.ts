import { isContainer, own } from "../../terraform/diagnosis/json-values";

/** JSON values as Terraform's plans hold them. */

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Null and what providers make of it in a refresh: the difference between these is only form. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (typeof value !== "object") return false;
  if (Array.isArray(value)) return value.length === 0;
  for (const _ in value) return false; // of its own: JSON's objects inherit nothing to enumerate
  return true;
}

/** A text that equal values share, whatever the order of their keys, without what is empty. */
export function canonical(value: unknown, arrange = inOrder): string {
  if (isEmpty(value)) return "null";
  if (Array.isArray(value))
    return `[${arrange(value.map((each) => canonical(each, arrange))).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const entries = Object.keys(value)
    .filter((key) => !isEmpty(value[key]))
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key], arrange)}`);
  return `{${entries.join(",")}}`;
}

const inOrder = (texts: string[]) => texts;

/** A text that values share which are equal but for form and, at every depth, the order of elements. */
export function canonicalUnordered(value: unknown): string {
  return canonical(value, (texts) => texts.sort());
}

/** Equal but for form. */
export function same(one: unknown, other: unknown): boolean {
  return one === other || canonical(one) === canonical(other);
}

/** Equal, in form too: null is not an empty text. */
export function identical(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** The value with the keys of every map in one order, and null where nothing is. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value ?? null;
  const keys = Object.keys(value).sort();
  return { map: keys.map((key) => [key, sorted(value[key])]) };
}

/** Whether elements that two lists have in common stand in another order in one than in the other. */
export function reordered(one: readonly string[], other: readonly string[]): boolean {
  const [left, right] = [one.filter(foundIn(other)), other.filter(foundIn(one))];
  return left.some((text, index) => text !== right[index]);
}

/** Says of each element of a list in turn whether another list has it too, as often as that has it. */
export function foundIn(other: readonly string[]): (each: string) => boolean {
  const left = new Map<string, number>();
  for (const each of other) left.set(each, (left.get(each) ?? 0) + 1);
  return (each) => {
    const times = left.get(each) ?? 0;
    left.set(each, times - 1);
    return times > 0;
  };
}

/** A list's elements; none of what is no list. */
export function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether a tree of marks holds `true` anywhere. */
export function hasTrue(marks: unknown): boolean {
  if (!isContainer(marks)) return marks === true;
  // Lists of the values would take longer than looking at them: plans hold little else.
  for (const key in marks) if (hasTrue(marks[key])) return true;
  return false;
}

/**
 * The value with a mark in each place where a tree of marks holds `true`: Terraform leaves out what is unknown, or
 * writes null there.
 */
export function marked(value: unknown, marks: unknown, mark: unknown): unknown {
  if (marks === true) return mark;
  if (!isContainer(marks)) return value;
  const keys = Object.keys({ ...(value as object), ...marks });
  const entries = keys.map((key) => [key, marked(own(value, key), own(marks, key), mark)] as const);
  return isObject(marks) ? Object.fromEntries(entries) : entries.map(([, each]) => each);
}
