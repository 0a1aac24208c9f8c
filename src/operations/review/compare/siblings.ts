import type { Stack } from "./stack";

/** So many of two stacks' resources must have one address that they are of one kind. */
const likeness = 0.5;

/** Of each environment, those of its kind: all environments of an application, or all foundations. */
export function siblingsOf(stacks: readonly Stack[]): (environment: string) => readonly string[] {
  return (environment) => {
    const own = stacks.find(({ id }) => id === environment);
    if (own === undefined) return [];
    return stacks
      .filter((each) => each !== own && alike(own, each) >= likeness)
      .map(({ id }) => id);
  };
}

function alike(one: Stack, other: Stack): number {
  const common = [...one.parts.keys()].filter((address) => other.parts.has(address)).length;
  return common / Math.max(1, one.parts.size + other.parts.size - common);
}
