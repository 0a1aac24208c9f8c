import { hashedName } from "../hashed-name";

const targetGroupNameLimit = 32;

/**
 * A target group's name. Some of its properties can't be changed in place, and its replacement is
 * made before the old one is destroyed, so the two need different names: a hash of those properties, as
 * far as the configuration holds them, stands behind the (shortened) base name. The base name goes into
 * the hash too, because shortening may take away what tells two environments apart.
 */
export function targetGroupName(
  base: string,
  forcesReplacement: Readonly<Record<string, string | number>>,
): string {
  const inputs = Object.entries(forcesReplacement).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashedName(base, JSON.stringify([base, inputs]), targetGroupNameLimit);
}
