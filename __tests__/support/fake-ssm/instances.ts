import { verdict } from "./agent";

/** What a command does on an instance. */
export interface FakeRun {
  /** Detailed status when it has ended; one that never ends stays `InProgress`. */
  readonly details: string;
  readonly code: number | null;
  /** From the command's turn to the script's first line, and from there to its end. */
  readonly delayMs: number;
  readonly lastsMs: number;
  /** What the script prints; by default its last line, where it comes to its end. */
  readonly printed?: string | undefined;
  /** The step's precondition is not met. */
  readonly isSkipped?: boolean;
}

export interface FakeInstance {
  readonly id: string;
  /** In service from and until, in milliseconds since the beginning. */
  readonly joins: number;
  readonly leaves: number;
  readonly lifecycleState: string;
  /** For Auto Scaling. */
  readonly isHealthy: boolean;
  /** What the load balancer calls it; empty where it isn't in its target group. */
  readonly target: string;
  /** `Online`, `ConnectionLost`, or empty where the agent never registered. */
  readonly agent: string;
  readonly tagged: boolean;
  /** What the first command does here, the second, and so on; the last is repeated. */
  readonly runs: readonly FakeRun[];
}

export const success: FakeRun = { details: "Success", code: 0, delayMs: 200, lastsMs: 5_000 };
export const failure: FakeRun = {
  details: "Failed",
  code: 3,
  delayMs: 200,
  lastsMs: 4_000,
  printed: `the health endpoint did not answer\n${verdict(3)}`,
};

export function ended(details: string, code: number | null = null): FakeRun {
  return { details, code, delayMs: 200, lastsMs: 1_000 };
}

/** What the script prints that ends so: where something ended the script, it had no last line. */
export function printedBy({ details, code, printed, isSkipped = false }: FakeRun): string {
  const isItsOwn = /^(success|failed)$/i.test(details) && code !== null && code >= 0 && !isSkipped;
  return printed ?? (isItsOwn ? verdict(code) : "");
}

export function instance(id: string, changes: Partial<FakeInstance> = {}): FakeInstance {
  return {
    id,
    joins: Number.NEGATIVE_INFINITY,
    leaves: Number.POSITIVE_INFINITY,
    lifecycleState: "InService",
    isHealthy: true,
    target: "healthy",
    agent: "Online",
    tagged: true,
    runs: [success],
    ...changes,
  };
}

/** Ids as EC2 makes them: `i-` and 17 hexadecimal digits. */
export function instanceId(index: number): string {
  return `i-${index.toString(16).padStart(17, "0")}`;
}
