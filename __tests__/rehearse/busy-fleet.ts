import { once } from "node:events";
import type { Environment } from "../../src/systems/test-app/environment";
import { loadEnvironments } from "../../src/systems/test-app/environments";
import { namesOf } from "../../src/systems/test-app/names";
import { amazonLinux2023Paths } from "../../src/systems/test-app/scripts/instance-paths";
import { updaterDocument } from "../../src/systems/test-app/scripts/run-updater/updater-document";
import { Fleet } from "../src/systems/test-app/scripts/run-updater/fleet";
import type { ManagedNode } from "../src/systems/test-app/scripts/run-updater/managed-node";
import { targetGroupArn } from "../src/systems/test-app/scripts/run-updater/target-group";
import { instanceId } from "../support/fake-ssm/instances";
import { Load, type LoadResult } from "../support/load";

/** The environment that users ask. */
export const busyId = "uat-us-east-1";

/** So many seconds of a health check, of draining and of a restart pass in one. */
export const haste = 15;

const requestsPerSecond = 40;

export interface BusyFleetOptions {
  /** Whether its load balancer hears of who leaves the target group. */
  readonly drains: boolean;
  /** Whether the first instance fails the updater. */
  readonly fails: boolean;
}

/** Three instances on this machine, which run the environment's document behind a load balancer. */
export class BusyFleet implements AsyncDisposable {
  private constructor(private readonly fleet: Fleet) {}

  static async start({ drains, fails }: BusyFleetOptions): Promise<BusyFleet> {
    const environment = hasty(loadEnvironments()[busyId]);
    const { application, healthCheck, targetGroup, loadBalancer } = environment;
    const fleet = await Fleet.start({
      ids: [1, 2, 3].map(instanceId),
      drains,
      restartSeconds: quick(application.restartSeconds),
      loadBalancing: { healthCheck, ...targetGroup, ...loadBalancer },
      // The AWS CLI itself.
      node: { shortcuts: {}, script: (node) => documentScript(environment, node) },
    });
    const [first] = fleet.nodes.values();
    if (fails) first?.install(first.updater("2", "echo 'nothing works'; exit 3"));
    return new BusyFleet(fleet);
  }

  /** What Systems Manager's agent does on one of them. */
  readonly run = async (id: string) => {
    const node = this.fleet.nodes.get(id);
    if (node === undefined) throw new Error(`${id} is no instance of the fleet`);
    const [code] = await once(node.begin(), "exit");
    return { code: code ?? -1, printed: node.output };
  };

  /** Has users ask the load balancer until something is done. */
  async whileUsersAsk<T>(doing: () => Promise<T>): Promise<[T, LoadResult]> {
    await using load = new Load(this.fleet.loadBalancer, requestsPerSecond);
    return [await doing(), await load.stop()];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.fleet[Symbol.asyncDispose]();
  }
}

/** The environment as it ships, but for its haste. Its time limits stay: a machine may be busy. */
function hasty(environment: Environment): Environment {
  const { healthCheck, targetGroup } = environment;
  return {
    ...environment,
    healthCheck: { ...healthCheck, intervalSeconds: quick(healthCheck.intervalSeconds) },
    targetGroup: {
      ...targetGroup,
      deregistrationDelaySeconds: quick(targetGroup.deregistrationDelaySeconds),
    },
  };
}

function quick(seconds: number): number {
  return Math.ceil(seconds / haste);
}

/** The commands of the document, on an instance whose files and application are in another place. */
function documentScript(environment: Environment, { application, paths }: ManagedNode): string {
  const { port } = application;
  const here = { ...environment, application: { ...environment.application, port } };
  const document = JSON.parse(updaterDocument(here, namesOf(environment), targetGroupArn));
  const commands: string[] = document.mainSteps[0].inputs.runCommand;
  // All of them, or the script would change this machine.
  const places = Object.keys(paths) as (keyof typeof paths)[];
  return places.reduce(
    (script, place) => script.replaceAll(amazonLinux2023Paths[place], paths[place]),
    commands.join("\n"),
  );
}
