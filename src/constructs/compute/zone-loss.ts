/**
 * The largest part of its capacity that a group may use on average, and still carry all of it when its fullest zone is
 * lost: of any size that it may have, since four instances in three zones can lose two at once.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-availability-zone-balanced.html
 *
 * @param zones over which the group spreads its instances evenly
 */
export function bearableShare(
  zones: number,
  minimumInstances: number,
  maximumInstances: number,
): number {
  const sizes = Array.from(
    { length: maximumInstances - minimumInstances + 1 },
    (_, index) => minimumInstances + index,
  );
  return Math.min(...sizes.map((size) => (size - Math.ceil(size / zones)) / size));
}
