import { loadDeployment } from "../../src/estate/deployments";
import { rolloutTarget } from "../../src/operations/rollout/surroundings";
import { environmentIds } from "../../src/systems/test-app/environments";
import { FakeHealthAccount } from "../support/fake-health";
import { failure, instance, instanceId } from "../support/fake-ssm/instances";
import type { Machines } from "../support/fake-ssm/machines";
import { type FakeServer, startServer } from "../support/fake-ssm/server";
import { World } from "../support/fake-ssm/world";
import { type BusyFleet, busyId } from "./busy-fleet";
import { PassingClock } from "./passing-clock";

/** So many seconds pass on the simulated instances while one passes here. */
const haste = 50;

interface Account {
  readonly rollouts: FakeServer;
  readonly health: FakeHealthAccount;
}

/** Where a command finds its account, and options with which it doesn't wait as in life. */
export interface Adaptation {
  readonly env: NodeJS.ProcessEnv;
  readonly options: readonly string[];
}

/** What stands in for AWS: three instances in each environment, one of which may fail the updater. */
export class Accounts implements AsyncDisposable {
  private constructor(private readonly byId: ReadonlyMap<string, Account>) {}

  /** @param fleet whose instances run what their environment is sent */
  static async start(failing: string | undefined, fleet: BusyFleet): Promise<Accounts> {
    const started = environmentIds.map(async (id) => {
      const machines = id === busyId ? fleet.machines : undefined;
      return [id, await startAccount(id, id === failing, machines)] as const;
    });
    return new Accounts(new Map(await Promise.all(started)));
  }

  adapted(id: string | null, command: string): Adaptation {
    const account = id === null ? undefined : this.byId.get(id);
    if (account !== undefined && (command === "rollout" || command === "rollback"))
      return {
        env: { AWS_ENDPOINT_URL: account.rollouts.url },
        options: ["--poll-interval", "0.05"],
      };
    if (account !== undefined && command === "bake")
      return {
        env: { AWS_ENDPOINT_URL: account.health.url },
        options: ["--bake-time", "0.5", "--poll-interval", "0.1"],
      };
    return { env: {}, options: [] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { rollouts, health } of this.byId.values()) {
      health[Symbol.dispose]();
      await rollouts.close();
    }
  }
}

async function startAccount(
  id: string,
  hasFailingInstance: boolean,
  machines: Machines | undefined,
): Promise<Account> {
  const deployment = loadDeployment(id);
  const { release } = deployment;
  if (release === null) throw new Error(`nothing can be released on ${id}`);
  const target = rolloutTarget({ ...deployment, release });
  const ids = [1, 2, 3].map(instanceId);
  const instances = ids.map((one, index) =>
    instance(one, hasFailingInstance && index === 0 ? { runs: [failure] } : {}),
  );
  const targets = Object.fromEntries(ids.map((one) => [one, "healthy"]));
  const clock = new PassingClock(machines === undefined ? haste : 1);
  return {
    rollouts: await startServer(new World(clock, { ...target, instances, machines })),
    health: await FakeHealthAccount.start(target.groupName, () => ({ targets, alarm: "OK" })),
  };
}
