import { createHash } from "node:crypto";

/**
 * A name that is no longer than AWS allows: the base, shortened where it must be, and a hash behind it.
 *
 * @param hashed what must lead to another name when it is another
 */
export function hashedName(base: string, hashed: string, limit: number): string {
  const hash = createHash("sha256").update(hashed).digest("hex").slice(0, 6);
  const short = base.slice(0, limit - hash.length - 1).replace(/-+$/, "");
  return `${short}-${hash}`;
}

/** The name itself, or, where AWS doesn't allow one so long, its beginning and a hash of it. */
export function fittingName(name: string, limit: number): string {
  return name.length > limit ? hashedName(name, name, limit) : name;
}
