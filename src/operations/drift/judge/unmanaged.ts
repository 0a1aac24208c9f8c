import type { Addition } from "../additions/addition";
import type { Finding } from "../report";
import type { Acceptance } from "./accepted";

/** A finding for each addition, once, however it was found. */
export function unmanagedFindings(
  additions: readonly Addition[],
  acceptance: Acceptance,
): Finding[] {
  const once = new Map(additions.map((each) => [JSON.stringify([each.address, each.path]), each]));
  return [...once.values()].map(({ address, path, what, remedy }) => ({
    address,
    cause: "unmanaged",
    change: "addition",
    destructive: false,
    ...(acceptance.coversAddition(address, path) && { accepted: true }),
    addition: { path, what, remedy },
    attributes: [],
  }));
}
