import { isContainer, own } from "../../terraform/diagnosis/json-values";
import { hasTrue } from "./values";

/** Something of the state, of the cloud and of the plan. */
export type Three<Value> = readonly [state: Value, cloud: Value, planned: Value];

/** A version of a value, and which parts of it are sensitive (`true`, or a tree of the same shape). */
export interface Version {
  readonly value: unknown;
  readonly sensitive: unknown;
}

export interface Versions {
  readonly state: Version;
  readonly cloud: Version;
  readonly planned: Version;
  /** Which parts of `planned` are unknown: `true`, or a tree of the same shape. */
  readonly unknown: unknown;
}

/** Two trees of marks in one: sensitive is what either says is. */
export function eitherMarked(one: unknown, other: unknown): unknown {
  if (!hasTrue(other)) return one;
  if (one === true || other === true) return true;
  if (!isContainer(one)) return other;
  if (!isContainer(other)) return one;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  const both = [...keys].map((key) => [key, eitherMarked(own(one, key), own(other, key))] as const);
  return Array.isArray(one) ? both.map(([, marks]) => marks) : Object.fromEntries(both);
}
