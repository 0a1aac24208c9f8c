/**
 * A call of the AWS CLI that a person may paste into a shell.
 *
 * @param options by name; true where an option has no value
 */
export function awsCommand(
  region: string,
  operation: string,
  options: Readonly<Record<string, string | true>>,
): string {
  const all: typeof options = { region, ...options };
  const words = Object.entries(all).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${quoted(value)}`,
  );
  return [`aws ${operation}`, ...words].join(" ");
}

/** Names are given by whoever has made the thing, so they may hold anything. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
