export type Level = "INFO" | "ERROR";

/**
 * A line of the function's log. It is JSON with the keys that Lambda's own lines have, and goes past
 * `console`, because Lambda would put what comes from there into a JSON text of its own.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
 */
export function writeLine(level: Level, content: object): void {
  const line = { timestamp: new Date().toISOString(), level, ...content };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
