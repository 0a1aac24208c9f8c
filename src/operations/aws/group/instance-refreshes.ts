import type { Page, PageCall } from "../call";
import type { Calls } from "../calls";
import { type InstanceRefresh, isOver } from "./instance-refresh";

interface RefreshesPort {
  listRefreshes(groupName: string, page: PageCall): Promise<Page<InstanceRefresh>>;
}

/** All instance refreshes of a group, of the last six weeks: AWS forgets older ones. */
export async function refreshesOf(
  port: RefreshesPort,
  calls: Calls,
  groupName: string,
): Promise<InstanceRefresh[]> {
  const found: InstanceRefresh[] = [];
  await calls.readAll(
    (page) => port.listRefreshes(groupName, page),
    (refresh) => found.push(refresh),
  );
  return found;
}

/** The one that isn't over: a group has one at a time. Otherwise the one that began last. */
export function newestOf(refreshes: readonly InstanceRefresh[]): InstanceRefresh | undefined {
  const most = Number.MAX_SAFE_INTEGER;
  // One that was cancelled while it was pending may have no time.
  const begun = (refresh: InstanceRefresh) =>
    isOver(refresh) ? (refresh.startedAt ?? most - 1) : most;
  return [...refreshes].sort((one, other) => begun(other) - begun(one))[0];
}

/** Such as `The instance refresh 08b9… has ended as Failed: the warm-up was never over`. */
export function refreshText(refresh: InstanceRefresh): string {
  const { refreshId, status, statusReason } = refresh;
  const why = statusReason === undefined ? "" : `: ${statusReason}`;
  return isOver(refresh)
    ? `The instance refresh ${refreshId} has ended as ${status}${why}`
    : `The instance refresh ${refreshId} isn't over, it is ${status}${why}`;
}
