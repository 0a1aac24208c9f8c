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

/** Equal but for form and, at every depth, the order of elements. */
export function sameElements(one: unknown, other: unknown): boolean {
  return one === other || canonicalUnordered(one) === canonicalUnordered(other);
}

/** A list's elements; none of what is no list. */
export function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether a tree of marks holds `true` anywhere. */
export function hasTrue(marks: unknown): boolean {
  if (marks === true) return true;
  return isContainer(marks) && Object.values(marks).some(hasTrue);
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
