import { createHash } from "node:crypto";
import type { Addition } from "../additions/addition";
import type { Finding } from "../report";
import type { Acceptance } from "./accepted";
import type { Secrets } from "./secrets";
import { canonicalUnordered } from "./values";

/** In place of a digest. */
const secret = "@(sensitive)";

/** A finding for each addition, once, however it was found. */
export function unmanagedFindings(
  additions: readonly Addition[],
  acceptance: Acceptance,
  secrets: Secrets,
): Finding[] {
  const named = additions.map((each) => ({ ...each, path: nameOf(each, secrets) }));
  const once = new Map(named.map((each) => [JSON.stringify([each.address, each.path]), each]));
  return [...once.values()].map(({ address, path, what, remedy }) => ({
    address,
    cause: "unmanaged",
    change: "addition",
    destructive: false,
    ...(!path.endsWith(secret) && acceptance.coversAddition(address, path) && { accepted: true }),
    addition: {
      path: secrets.shown(path),
      what: secrets.shown(what),
      remedy: secrets.shown(remedy),
    },
    attributes: [],
  }));
}

/**
 * The addition's path, with a digest of what it is, such as `cors_rule@0f1e2d3c4b5a6978`: whoever accepts that doesn't
 * accept what takes its place later. Of what holds a secret there is no digest, which could be tried for the secret; so
 * nobody can accept it.
 */
function nameOf({ path, content }: Addition, secrets: Secrets): string {
  if (content === null) return path;
  // As JSON: answers hold dates, too.
  const plain: unknown = JSON.parse(JSON.stringify(content) ?? "null");
  if (secrets.areIn(plain)) return path + secret;
  const digest = createHash("sha256").update(canonicalUnordered(plain)).digest("hex");
  return `${path}@${digest.slice(0, 16)}`;
}
