/** How many instances a group has, and how many it wants. */
export interface FleetCounts {
  readonly healthyInService: number;
  readonly desiredCapacity: number;
  /** In service, but not launched from the template version that the group has now. */
  readonly outdatedInService: number;
}

/** Such as `3 of 3 instances in service and healthy, 3 still of another template version`. */
export function fleetCountsText(counts: FleetCounts): string {
  const { healthyInService, desiredCapacity, outdatedInService } = counts;
  const old =
    outdatedInService === 0 ? "" : `, ${outdatedInService} still of another template version`;
  return `${healthyInService} of ${desiredCapacity} instances in service and healthy${old}`;
}
