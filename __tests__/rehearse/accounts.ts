import { environmentIds, loadDeployment } from "../../src/estate/deployments";
import { rolloutTarget } from "../../src/operations/rollout/surroundings";
import { FakeHealthAccount } from "../support/fake-health";
import { VirtualClock } from "../support/fake-ssm/clock";
import { failure, instance, instanceId } from "../support/fake-ssm/instances";
import { type FakeServer, startServer } from "../support/fake-ssm/server";
import { World } from "../support/fake-ssm/world";

/** So many seconds pass on the instances while one passes here. */
const haste = 50;

/** The time of an account, which requests don't move. */
class HastyClock extends VirtualClock {
  readonly #start = Date.now();

  override now(): number {
    return Date.now() + (Date.now() - this.#start) * haste;
  }

  override advance(): void {}
}

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

  static async start(failing: string | undefined): Promise<Accounts> {
    const started = environmentIds.map(
      async (id) => [id, await startAccount(id, id === failing)] as const,
    );
    return new Accounts(new Map(await Promise.all(started)));
  }

  adapted(id: string | null, command: string): Adaptation {
    const account = id === null ? undefined : this.byId.get(id);
    if (account !== undefined && command === "rollout")
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

async function startAccount(id: string, hasFailingInstance: boolean): Promise<Account> {
  const deployment = loadDeployment(id);
  const { release } = deployment;
  if (release === null) throw new Error(`nothing can be released on ${id}`);
  const target = rolloutTarget({ ...deployment, release });
  const ids = [1, 2, 3].map(instanceId);
  const instances = ids.map((one, index) =>
    instance(one, hasFailingInstance && index === 0 ? { runs: [failure] } : {}),
  );
  const targets = Object.fromEntries(ids.map((one) => [one, "healthy"]));
  return {
    rollouts: await startServer(new World(new HastyClock(), { ...target, instances })),
    health: await FakeHealthAccount.start(target.groupName, () => ({ targets, alarm: "OK" })),
  };
}
