/**
 * A call of the AWS CLI that a person may paste into a shell.
 *
 * @param region empty: the one that the CLI is set to
 * @param options by name; a list where one takes several values, true where it takes none
 */
export function awsCommand(
  region: string,
  operation: string,
  options: Readonly<Record<string, string | readonly string[] | true>>,
): string {
  const all: typeof options = region === "" ? options : { region, ...options };
  const words = Object.entries(all).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${[value].flat().map(quoted).join(" ")}`,
  );
  return [`aws ${operation}`, ...words].join(" ");
}

/** Names are given by whoever has made the thing, so they may hold anything. */
function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
