import { describe, expect, it } from "vitest";
import {
  deploymentIds,
  environmentIds,
  foundationIds,
  idsOf,
  loadDeployment,
  loadDeployments,
  systemNames,
} from "../../../src/estate/deployments";
import { account } from "../../../src/systems/configuration/account";

const all = loadDeployments();

describe("the estate", () => {
  it("has all deployments under the ids that are known without its configuration", () => {
    expect(all.map(({ id }) => id)).toEqual(deploymentIds);
    expect(new Set(deploymentIds).size).toBe(deploymentIds.length);
    expect([...environmentIds, ...foundationIds]).toEqual(deploymentIds);
    for (const id of deploymentIds) expect(loadDeployment(id)).toEqual(byId(id));
    for (const system of systemNames)
      expect(all.filter((each) => each.system === system).map(({ id }) => id)).toEqual(
        idsOf(system),
      );
  });

  it("is plain data: nothing is lost where it is written down", () => {
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });

  it("puts what must be applied before something into its own region and account", () => {
    for (const { after, region, account } of all)
      for (const id of after) expect(byId(id)).toMatchObject({ region, account });
    for (const id of environmentIds)
      expect(byId(id).after).toEqual([`foundation-${byId(id).region}`]);
  });

  it("knows nothing of another system", () => {
    expect(idsOf("orders")).toEqual([]);
    expect(() => loadDeployment("uat")).toThrow("There is no deployment uat");
  });
});

describe("a foundation", () => {
  it("has bare buckets, and nothing that settles, bakes or is released", () => {
    expect(loadDeployment("foundation-eu-west-1")).toMatchObject({
      stage: "shared",
      after: [],
      settles: [],
      health: null,
      release: null,
      bare: {
        stateBucket: `test-app-terraform-state-${account.id}-eu-west-1`,
        logBucket: `test-app-logs-${account.id}-eu-west-1`,
      },
    });
  });
});

function byId(id: string) {
  const found = all.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}
