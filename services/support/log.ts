/** What every line of a program's log carries. */
export interface Origin {
  readonly service: string;
  readonly version: string;
}

/** A line of a program that isn't a server, in the form of the servers' lines. */
export function writeLine(level: "info" | "error", origin: Origin, content: object): void {
  const line = { level, time: new Date().toISOString(), ...origin, ...content };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** An error for the log, without what a driver may have attached to it. */
export function told(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : "an unknown error";
}
