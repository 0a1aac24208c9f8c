import { isContainer, own } from "../../terraform/diagnosis/json-values";
import { stateResources } from "../../terraform/plan/state-resources";
import type { Leaf } from "./leaves";

/** What is shorter would be found in ordinary words, so that it counts only where it is no part of one. */
const shortest = 8;
/** What is shorter than this is said of anything: `on`, `25`. */
const shortestWord = 4;

/**
 * The sensitive values of a plan, found wherever else they stand: a provider may repeat one in an attribute that nothing
 * marks. Looked up by how they begin, so that many take no longer than one.
 */
export class Secrets {
  readonly #byBeginning = new Map<string, Set<string>>();
  readonly #known = new Set<string>();
  readonly #words = new Map<string, Set<string>>();

  /** @param plan parsed JSON of `terraform show -json PLAN` */
  constructor(plan: unknown) {
    for (const part of ["resource_changes", "resource_drift", "output_changes"])
      for (const entry of valuesOf(own(plan, part))) {
        const change = part === "output_changes" ? entry : own(entry, "change");
        for (const side of ["before", "after"])
          this.#collect(own(change, side), own(change, `${side}_sensitive`));
      }
    for (const values of [own(own(plan, "prior_state"), "values"), own(plan, "planned_values")]) {
      for (const resource of stateResources(values))
        this.#collect(own(resource, "values"), own(resource, "sensitive_values"));
      for (const output of valuesOf(own(values, "outputs")))
        this.#collect(own(output, "value"), own(output, "sensitive"));
    }
    const declared = own(own(own(plan, "configuration"), "root_module"), "variables");
    for (const name of isContainer(declared) ? Object.keys(declared) : [])
      this.#collect(
        own(own(own(plan, "variables"), name), "value"),
        own(own(declared, name), "sensitive"),
      );
  }

  /** Whether a value holds a sensitive one, or is it. */
  areIn(value: unknown): boolean {
    if (this.#byBeginning.size === 0 && this.#words.size === 0) return false;
    if (isContainer(value))
      return Object.entries(value).some(([key, each]) => this.areIn(key) || this.areIn(each));
    if (typeof value !== "string" && typeof value !== "number") return false;
    const text = String(value);
    return this.#isIn(text) || (text.includes("\\") && this.#isIn(withoutEscapes(text)));
  }

  #isIn(text: string): boolean {
    return (
      isAt(text, shortest, this.#byBeginning, () => true) ||
      isAt(text, shortestWord, this.#words, (at, end) => !isPartOfWord(text, at, end))
    );
  }

  /** What reports show of a text, or of a tree of texts: nothing of it where a sensitive value is in it. */
  shown<Value>(value: Value): Value | "(sensitive)" {
    return this.areIn(value) ? "(sensitive)" : value;
  }

  /** The attribute, sensitive too where a sensitive value is in it. */
  marked(leaf: Leaf): Leaf {
    const { state, cloud, planned, partly, path, attributes } = leaf;
    if (this.areIn(path)) {
      const named = attributes.filter((each) => !this.areIn(each)).join(".");
      return { ...leaf, sensitive: true, path: named };
    }
    const values = [state, cloud, planned, partly?.known];
    if (leaf.sensitive || !values.some((each) => this.areIn(each))) return leaf;
    return { ...leaf, sensitive: true };
  }

  /** @param marks a tree of the value's shape, with `true` where it is sensitive */
  #collect(value: unknown, marks: unknown): void {
    if (marks === true) this.#add(value);
    else if (isContainer(marks) && isContainer(value))
      for (const key in marks) this.#collect(own(value, key), marks[key]);
  }

  #add(value: unknown): void {
    for (const each of valuesOf(value)) this.#add(each);
    if (typeof value !== "string" && typeof value !== "number") return;
    const text = String(value);
    if (text.length < shortestWord || this.#known.has(text)) return;
    this.#known.add(text);
    for (const each of textsInJson(text)) if (each.length >= shortest) this.#add(each);
    const inJson = JSON.stringify(text).slice(1, -1);
    const inGo = inJson.replace(/[<>&]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`);
    const inBase64 = Buffer.from(text).toString("base64");
    // An encoding of half a character would throw.
    const inAddress = encodeURIComponent(Buffer.from(text).toString());
    const forms = [text, text.trim(), inJson, inGo, inBase64, inAddress];
    for (const form of new Set([...forms, ...forms.map(withoutEscapes)])) {
      if (form.length < shortestWord) continue;
      const isWord = form.length < shortest;
      const beginnings = isWord ? this.#words : this.#byBeginning;
      const beginning = form.slice(0, isWord ? shortestWord : shortest);
      const known = beginnings.get(beginning);
      if (known) known.add(form);
      else beginnings.set(beginning, new Set([form]));
    }
  }
}

/** The texts of an object or a list that is written as JSON: a password among what else a secret holds. */
function textsInJson(text: string): string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    const texts: string[] = [];
    JSON.parse(text, (_, each) => {
      if (typeof each === "string") texts.push(each);
    });
    return texts;
  } catch {
    return [];
  }
}

/** Whether one of the texts is in another, where it begins and ends as wanted. */
function isAt(
  text: string,
  length: number,
  byBeginning: ReadonlyMap<string, ReadonlySet<string>>,
  fits: (at: number, end: number) => boolean,
): boolean {
  if (byBeginning.size === 0) return false;
  for (let at = 0; at + length <= text.length; at++)
    for (const each of byBeginning.get(text.slice(at, at + length)) ?? [])
      if (text.startsWith(each, at) && fits(at, at + each.length)) return true;
  return false;
}

/** Whether a letter or a digit stands before or behind a part of a text that begins or ends with one. */
function isPartOfWord(text: string, at: number, end: number): boolean {
  const goesOn = (index: number) => /^[\p{L}\p{N}]{2}$/u.test(text.slice(index - 1, index + 1));
  return goesOn(at) || goesOn(end);
}

/** JSON in a text of JSON escapes what is escaped once more, at each depth. */
function withoutEscapes(text: string): string {
  return text.replaceAll("\\", "");
}

function valuesOf(value: unknown): unknown[] {
  return isContainer(value) ? Object.values(value) : [];
}
