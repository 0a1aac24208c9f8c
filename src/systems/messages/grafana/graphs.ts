import type { Metric } from "../../../constructs/monitoring/metric";
import type { alarmsOf } from "../observability/alarms";
import type { Metrics } from "../observability/metrics";

/** One graph: its lines by their names, and from where on an alarm rings. */
export interface Graph {
  readonly title: string;
  readonly says: string;
  readonly unit: "short" | "s" | "bytes";
  readonly lines: Readonly<Record<string, Metric>>;
  /** A quotient of two of the lines, which alone is drawn. */
  readonly quotient?: readonly [dividend: string, divisor: string];
  readonly alarm?: { readonly threshold: number };
  /** S3 counts once a day (default: each minute). */
  readonly counted?: "daily";
}

/** All graphs below their headings, along the way of a message. */
export function graphsOf(
  metrics: Metrics,
  alarms: ReturnType<typeof alarmsOf>,
): Readonly<Record<string, readonly Graph[]>> {
  return {
    "What comes in": [
      {
        title: "Requests",
        says: "What callers sent, and what of it was answered with 5xx: by the producer, or by the load balancer",
        unit: "short",
        lines: {
          requests: metrics.requests,
          producer_errors: metrics.errors,
          load_balancer_errors: metrics.loadBalancerErrors,
        },
        alarm: alarms["producer-errors"],
      },
      {
        title: "Response time",
        says: "Of 99 of 100 requests",
        unit: "s",
        lines: { response_time: metrics.responseTime },
      },
      {
        title: "Producer",
        says: "Tasks that run, and those that the load balancer sends requests to",
        unit: "short",
        lines: { running: metrics.running("producer"), healthy: metrics.healthy },
        alarm: alarms["producer-none-healthy"],
      },
    ],
    "What waits": [
      {
        title: "Accepted and stored",
        says: "Messages that came onto the queue, and those that the consumer stored and deleted",
        unit: "short",
        lines: { accepted: metrics.sent, stored: metrics.deleted },
      },
      {
        title: "Queue",
        says: "Messages that wait, and those that a consumer has in hand",
        unit: "short",
        lines: { waiting: metrics.waiting, in_hand: metrics.inHand },
      },
      {
        title: "Oldest message",
        says: "How long it has waited",
        unit: "s",
        lines: { age: metrics.oldest },
        alarm: alarms["queue-age"],
      },
      {
        title: "Dead letters",
        says: "Messages that could not be stored",
        unit: "short",
        lines: { dead_letters: metrics.deadLetters },
        alarm: alarms["dead-letters"],
      },
    ],
    "What is stored": [
      {
        title: "Consumer",
        says: "Tasks that run",
        unit: "short",
        lines: { running: metrics.running("consumer") },
        alarm: alarms["consumer-none-running"],
      },
      {
        title: "Backlog",
        says: "Messages that wait for each task of the consumer: what it scales on",
        unit: "short",
        lines: { waiting: metrics.waiting, running: metrics.running("consumer") },
        quotient: ["waiting", "running"],
      },
      {
        title: "Objects",
        says: "What the bucket holds, as S3 counts it once a day",
        unit: "short",
        lines: { objects: metrics.objects },
        counted: "daily",
      },
      {
        title: "Bytes",
        says: "What the bucket holds, as S3 counts it once a day",
        unit: "bytes",
        lines: { bytes: metrics.bytes },
        counted: "daily",
      },
    ],
  };
}
