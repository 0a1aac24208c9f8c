import { privileges, type UserStatements } from "./user-statements";

/** A line of `SHOW GRANTS`, without what follows the account: MariaDB shows the password's hash there. */
interface Grant {
  /** Privileges as the server lists them, or the names of roles. */
  readonly what: string;
  /** A schema, table, routine or account; undefined for roles. */
  readonly on: string | undefined;
  readonly withGrantOption: boolean;
}

/** What a user has, held against what it should have. */
export interface Rights {
  /** Privileges that it lacks in its own schema. */
  readonly missing: readonly string[];
  /** What it has beyond, as in `SELECT ON *.*`: `REVOKE … FROM` takes each away. */
  readonly surplus: readonly string[];
  /** Lines that aren't understood, so that nobody knows what they allow. */
  readonly unclear: readonly string[];
}

/**
 * Reads the lines of `SHOW GRANTS`.
 *
 * https://dev.mysql.com/doc/refman/8.4/en/show-grants.html
 */
export function rightsOf(lines: readonly string[], statements: UserStatements): Rights {
  const grants = lines.map((line) => grantOf(line, statements.account));
  const known = grants.filter((grant) => grant !== undefined);
  const own = known
    .filter(({ on }) => on === statements.schema)
    .flatMap(({ what }) => listed(what));
  return {
    missing: privileges.filter((privilege) => !own.includes(privilege)),
    surplus: known.flatMap((grant) => surplusOf(grant, statements.schema)),
    unclear: lines
      .filter((_, index) => grants[index] === undefined)
      .map((line) => line.replace(/ IDENTIFIED .*$/s, "")),
  };
}

function surplusOf({ what, on, withGrantOption }: Grant, schema: string): string[] {
  if (on === undefined) return [what];
  const beyond = on === schema ? listed(what).filter(isSurplus).join(", ") : what;
  // An option to hand a proxy on goes with the proxy.
  const option = withGrantOption && what !== "PROXY";
  return [
    ...(beyond === "" || beyond === nothing ? [] : [`${beyond} ON ${on}`]),
    ...(option ? [`GRANT OPTION ON ${on}`] : []),
  ];
}

/** Of a schema's privileges none has a comma in its name; of a table's, columns may stand behind one. */
function listed(what: string): string[] {
  return what === "ALL PRIVILEGES" ? [...privileges, ...otherPrivileges] : what.split(", ");
}

/** What else one may have in a schema. Revoking all of them by one word would take away the right ones, too. */
const otherPrivileges = ["EVENT", "TRIGGER", "EXECUTE", "CREATE ROUTINE", "ALTER ROUTINE"];

/** MySQL's word for an account without any privilege. */
const nothing = "USAGE";

function isSurplus(privilege: string): boolean {
  return privilege !== nothing && !privileges.some((each) => each === privilege);
}

function grantOf(line: string, account: string): Grant | undefined {
  const end = line.lastIndexOf(` TO ${account}`);
  if (!line.startsWith("GRANT ") || end < 0) return undefined;
  const given = line.slice("GRANT ".length, end);
  const withGrantOption = line.endsWith(" WITH GRANT OPTION");
  // Only a role's name is quoted.
  if (given.startsWith("`")) return { what: given, on: undefined, withGrantOption };
  const [, what, on] = /^(.+?) ON (.+)$/s.exec(given) ?? [];
  return what === undefined ? undefined : { what, on, withGrantOption };
}
