import type { Addition } from "../additions/addition";
import type { Finding } from "../report";
import type { Acceptance } from "./accepted";
import type { Secrets } from "./secrets";

/** A finding for each addition, once, however it was found. */
export function unmanagedFindings(
  additions: readonly Addition[],
  acceptance: Acceptance,
  secrets: Secrets,
): Finding[] {
  const once = new Map(additions.map((each) => [JSON.stringify([each.address, each.path]), each]));
  return [...once.values()].map(({ address, path, what, remedy }) => ({
    address,
    cause: "unmanaged",
    change: "addition",
    destructive: false,
    ...(acceptance.coversAddition(address, path) && { accepted: true }),
    addition: {
      path: secrets.shown(path),
      what: secrets.shown(what),
      remedy: secrets.shown(remedy),
    },
    attributes: [],
  }));
}
