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
  /** Whether the vendor's release doesn't work. */
  readonly hasBadRelease: boolean;
}

/** How long the document waits for an application that will never be healthy, in seconds. */
const patienceSeconds = 20;

/** Three instances on this machine, which run the environment's document behind a load balancer. */
export class BusyFleet implements AsyncDisposable {
  private constructor(
    /** The instances themselves. */
    readonly machines: Fleet,
  ) {}

  static async start({ drains, fails, hasBadRelease }: BusyFleetOptions): Promise<BusyFleet> {
    const environment = hasty(loadEnvironments()[busyId]);
    const { application, healthCheck, targetGroup, loadBalancer } = environment;
    const asked = hasBadRelease
      ? { ...environment, application: { ...application, restartSeconds: patienceSeconds } }
      : environment;
    const fleet = await Fleet.start({
      ids: [1, 2, 3].map(instanceId),
      drains,
      restartSeconds: quick(application.restartSeconds),
      loadBalancing: { healthCheck, ...targetGroup, ...loadBalancer },
      // The AWS CLI itself.
      node: { shortcuts: {}, script: (node) => documentScript(asked, node) },
    });
    const [first] = fleet.nodes.values();
    if (fails) first?.install(first.updater("2", "echo 'nothing works'; exit 3"));
    if (hasBadRelease) fleet.published = { name: "2", works: false };
    return new BusyFleet(fleet);
  }

  /** The vendor's server has a release that works. */
  mendRelease(): void {
    this.machines.published = { name: "3", works: true };
  }

  /** How many instances run each release, such as `2 of release 1, 1 of release 2`. */
  get releases(): string {
    const names = [...this.machines.nodes.keys()].map((id) => this.machines.installedOn(id).name);
    return [...new Set(names)]
      .sort()
      .map((name) => `${names.filter((each) => each === name).length} of release ${name}`)
      .join(", ");
  }

  /** Has users ask the load balancer until something is done. */
  async whileUsersAsk<T>(doing: () => Promise<T>): Promise<[T, LoadResult]> {
    await using load = new Load(this.machines.loadBalancer, requestsPerSecond);
    return [await doing(), await load.stop()];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.machines[Symbol.asyncDispose]();
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
