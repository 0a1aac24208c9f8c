import { describe, expect, it } from "vitest";
import { rightsOf } from "../../../../src/operations/database-user/grants";
import {
  privileges,
  userStatements,
} from "../../../../src/operations/database-user/user-statements";

const wanted = { database: "metrics", user: "backoffice" };
const statements = userStatements(wanted);

describe("the statements that make the user", () => {
  it("have it log in with IAM and over TLS", () => {
    const identity = "IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL";
    expect(statements.create).toBe(`CREATE USER IF NOT EXISTS \`backoffice\`@\`%\` ${identity}`);
    expect(statements.identify).toBe(`ALTER USER \`backoffice\`@\`%\` ${identity}`);
  });

  it("grant it the privileges of its own schema", () => {
    expect(statements.grant).toBe(
      `GRANT ${privileges.join(", ")} ON \`metrics\`.* TO \`backoffice\`@\`%\``,
    );
  });

  it.each([
    "back_office",
    "back%",
    "x`; DROP USER y",
    "x'",
    "Backoffice",
    "1x",
    "",
    "a".repeat(33),
  ])("refuse the name %j", (name) => {
    const refusal = `${JSON.stringify(name)} is no name for a`;
    expect(() => userStatements({ ...wanted, user: name })).toThrow(`${refusal} user`);
    expect(() => userStatements({ ...wanted, database: name })).toThrow(`${refusal} database`);
  });
});

describe("the rights that MySQL lists", () => {
  const own = statements.grant;
  const to = "TO `backoffice`@`%`";

  it("are right when they are the own schema's, in any order", () => {
    const reversed = `GRANT ${[...privileges].reverse().join(", ")} ON \`metrics\`.* ${to}`;
    const lines = [`GRANT USAGE ON *.* ${to}`, reversed];
    expect(rightsOf(lines, statements)).toEqual({ missing: [], surplus: [], unclear: [] });
  });

  it.each([
    [`GRANT SELECT, SUPER ON *.* ${to}`, ["SELECT, SUPER ON *.*"]],
    [`GRANT XA_RECOVER_ADMIN ON *.* ${to}`, ["XA_RECOVER_ADMIN ON *.*"]],
    [`GRANT USAGE ON *.* ${to} WITH GRANT OPTION`, ["GRANT OPTION ON *.*"]],
    [`GRANT SELECT ON \`metrics_2\`.* ${to}`, ["SELECT ON `metrics_2`.*"]],
    [`GRANT SELECT (\`a\`, \`b\`) ON \`o\`.\`t\` ${to}`, ["SELECT (`a`, `b`) ON `o`.`t`"]],
    [`GRANT EXECUTE ON PROCEDURE \`o\`.\`p\` ${to}`, ["EXECUTE ON PROCEDURE `o`.`p`"]],
    [`GRANT \`a\`@\`%\`,\`b\`@\`%\` ${to} WITH ADMIN OPTION`, ["`a`@`%`,`b`@`%`"]],
    [`GRANT PROXY ON \`m\`@\`%\` ${to} WITH GRANT OPTION`, ["PROXY ON `m`@`%`"]],
    [`GRANT SELECT ON \`o\`.\`a\nb\` ${to}`, ["SELECT ON `o`.`a\nb`"]],
    [
      `GRANT ALL PRIVILEGES ON \`metrics\`.* ${to}`,
      ["EVENT, TRIGGER, EXECUTE, CREATE ROUTINE, ALTER ROUTINE ON `metrics`.*"],
    ],
    [`GRANT EVENT, SELECT ON \`metrics\`.* ${to}`, ["EVENT ON `metrics`.*"]],
  ])("beyond: %s", (line, surplus) => {
    expect(rightsOf([own, line], statements)).toEqual({ missing: [], surplus, unclear: [] });
  });

  it("are missing when they aren't there", () => {
    expect(rightsOf([own.replace("INSERT, ", "")], statements).missing).toEqual(["INSERT"]);
    expect(rightsOf([], statements).missing).toEqual(privileges);
  });

  it("are unclear when a line isn't understood", () => {
    const line = "REVOKE INSERT ON `mysql`.* FROM `backoffice`@`%`";
    expect(rightsOf([own, line], statements).unclear).toEqual([line]);
    const withHash = `${line} IDENTIFIED BY PASSWORD '*F2'`;
    expect(rightsOf([own, withHash], statements).unclear).toEqual([line]);
  });
});
