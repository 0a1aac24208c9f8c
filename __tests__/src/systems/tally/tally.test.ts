import { describe, expect, it } from "vitest";
import { serviceVariables } from "../../../../services/tally/common/settings";
import { loadDeployment } from "../../../../src/estate/deployments";
import type { EnvironmentDefinition } from "../../../../src/systems/tally/environment";
import { loadEnvironments } from "../../../../src/systems/tally/environments";
import { loadDigests, missingImages } from "../../../../src/systems/tally/images";
import { namesOf } from "../../../../src/systems/tally/names";
import { validateEnvironments } from "../../../../src/systems/tally/rules";
import {
  type Configuration,
  type SynthesizedStack,
  synthesizeInventory,
} from "../../../support/synthesized";

const id = "tally-production";
const stack = (await synthesizeInventory())[id] as SynthesizedStack;
const deployment = loadDeployment(id);

describe("what the operations know of tally", () => {
  it("is what an apply makes: it waits for the group, and for each service by its task definitions", () => {
    const [group, services] = deployment.settles as readonly Configuration[] as [
      Configuration,
      Configuration,
    ];
    expect(group).toEqual({
      by: "instance refresh",
      groupName: stack.only("aws_autoscaling_group").name,
    });
    expect(services.cluster).toBe(stack.only("aws_ecs_cluster").name);
    const made = stack.ofType("aws_ecs_service").map(({ name, task_definition: definition }) => {
      const address = /\$\{(.*)\.arn\}/.exec(definition)?.[1];
      const found = stack.resources().find((each) => each.address === address);
      return { name, family: found?.configuration.family };
    });
    expect(services.services).toEqual(made);
  });

  it("is healthy by an alarm that the stack has", () => {
    expect(deployment.health).toMatchObject({
      groupName: stack.only("aws_autoscaling_group").name,
      alarmName: stack.only("aws_cloudwatch_composite_alarm").alarm_name,
    });
  });
});

describe("a task", () => {
  const containers: Configuration[] = stack
    .ofType("aws_ecs_task_definition")
    .flatMap((each) => JSON.parse(each.container_definitions));
  const variablesOf = ({ environment }: Configuration): Record<string, string> =>
    Object.fromEntries(environment.map(({ name, value }: Configuration) => [name, value]));

  it("gives its service all variables that it needs, and no other", () => {
    for (const container of containers.filter(({ name }) => name !== "migrate")) {
      const variables = variablesOf(container);
      const { HOST: _, ...read } = serviceVariables.parse(variables);
      expect(Object.keys(variables).sort()).toEqual(Object.keys(read).sort());
      expect(variables.DATABASE_USER).toBe(`tally_${container.name}`);
    }
  });

  it("stops when it has migrated for longer than Fargate lets others wait, which is two minutes", () => {
    const migrating = containers.filter(({ name }) => name === "migrate");
    expect(migrating.map(({ startTimeout }) => startTimeout)).toEqual([120, 120]);
  });

  it("has the master user's password in the container alone that migrates, which comes first", () => {
    for (const { name, secrets, dependsOn } of containers) {
      const isFirst = name === "migrate";
      expect(secrets.map((each: Configuration) => each.name)).toEqual(
        isFirst ? ["DATABASE_MASTER_PASSWORD"] : [],
      );
      const after = isFirst ? [] : [{ containerName: "migrate", condition: "SUCCESS" }];
      expect(dependsOn).toEqual(after);
    }
  });
});

describe("the digests", () => {
  const zeros = `sha256:${"0".repeat(64)}`;
  const one = { version: "1.0.7", digest: `sha256:${"1".repeat(64)}` };

  it("that stand in for what nobody has pushed are named, by the doctor, too", () => {
    const digests = { adder: one.digest, display: zeros, reset: one.digest };
    expect(missingImages(digests)).toEqual([
      expect.objectContaining({ name: "digest of display", value: zeros, severity: "failed" }),
    ]);
    const named = missingImages(loadDigests()).map(({ name }) => name);
    expect(deployment.standIns.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
  });

  it.each([
    [{ adder: one, display: one }, "images.json: reset"],
    [{ adder: one, display: one, reset: { ...one, digest: "latest" } }, "is 'latest'"],
    [{ adder: one, display: one, reset: one, other: one }, "no such property"],
  ])("are refused when they are none: %j", (written, message) => {
    expect(() => loadDigests(written)).toThrow(message);
  });
});

describe("an environment of tally", () => {
  const { id: _, ...sound } = loadEnvironments()[id];
  const mistakes = (changes: object, name: string = id) => {
    try {
      validateEnvironments({ [name]: { ...sound, ...changes } as EnvironmentDefinition });
    } catch (error) {
      return (error as Error).message;
    }
    return "";
  };

  it("is sound as it ships, and all of its names begin with its id", () => {
    expect(mistakes({})).toBe("");
    expect(namesOf({ id, region: "us-east-1" }).base).toBe(id);
  });

  it.each([
    [{ network: { ...sound.network, zones: ["eu-west-1a", "us-east-1a"] } }, "is not in us-east-1"],
    [{ network: { ...sound.network, zones: ["us-east-1a", "us-east-1a"] } }, "listed twice"],
    [{ display: { ...sound.display, minimumTasks: 7 } }, "display.minimumTasks"],
    [{ bakeTimeSeconds: 60 }, "write at least twice as much, 300"],
    [{ database: { ...sound.database, maximumStorageGibibytes: 22, storageGibibytes: 22 } }, "25"],
    [{ database: { ...sound.database, backups: { retentionDays: 7 } } }, "underTwoWeeksBecause"],
    [{ network: { ...sound.network, block: "192.168" } }, "10.0.0.0/8"],
  ])("says what is wrong, and what to write: %#", (changes, message) => {
    expect(mistakes(changes)).toContain(message);
  });

  it("has an id that says whose it is", () => {
    expect(mistakes({}, "production")).toContain("write tally-production");
  });
});
