import { cpSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { MotoServer } from "../../e2e/drift/moto-server";
import {
  findMirror,
  type ProviderMirror,
  writeMirrorConfiguration,
} from "../../support/provider-mirror";
import { findTool, missing, type Tool, toolPath } from "../../support/tools";
import type { Measurement, Session } from "../alternate";
import { shippedApplication, testapp } from "../commands";
import { type Command, measure, type Run } from "../measured-process";
import { EmulatedStack } from "./emulated-stack";

/** The smallest stack: what a check takes beside Terraform differs little between stacks. */
const stackId = "foundation-us-east-1";
const rounds = 3;
const tools: readonly Tool[] = ["terraform", "python3", "moto_server"];

/** What a drift check takes, beside what it can't do without. */
export interface CheckMeasurements {
  readonly stack: string;
  /** The version of the AWS provider. */
  readonly provider: string;
  readonly init: Measurement;
  readonly plan: Measurement;
  /** Both, one after the other. */
  readonly initAndPlan: Measurement;
  /** Of that plan. A check has to read it too, and the provider starts for it once more. */
  readonly show: Measurement;
  readonly check: Measurement;
}

/** Why a check can't be measured here. */
export interface LeftOut {
  readonly leftOut: string;
}

/**
 * Measures `drift-check` in turn with bare `terraform init` and `terraform plan` of the same synthesized stack,
 * with the real AWS provider and an emulated AWS. The folder in which bare Terraform works is a new one each
 * time, as the check's is.
 *
 * @returns why not, where there is no provider or no emulator
 * @throws MeasurementError when a command fails, or the check finds nothing that is to be done
 */
export async function measureCheck(session: Session): Promise<CheckMeasurements | LeftOut> {
  const absent = tools.filter((name) => findTool(name) === undefined);
  if (absent.length > 0) return { leftOut: missing(absent) };
  const { scratch, interruption } = session;
  const folder = path.join(scratch, "check");
  const output = path.join(folder, "synthesized");
  for (const name of ["home", "tmp"]) mkdirSync(path.join(folder, name), { recursive: true });
  session.progress("synthesizing for a check");
  await measure(shippedApplication(output), scratch, interruption);

  const stack = new EmulatedStack(output, stackId);
  const mirror = findMirror(stack.provider);
  if (typeof mirror === "string") return { leftOut: mirror };
  stack.adaptTo(mirror.version);
  await using moto = await MotoServer.start({ MOTO_ACCOUNT_ID: stack.account });
  for (const name of stack.buckets) await moto.createBucket(name);
  const environment = environmentIn(folder, moto.url, mirror);
  const runs = await measureRounds({ stack: stack.folder, output, environment }, session);
  const measurementOf = (name: string, each: Step) => ({ name, runs: runs.map((of) => of[each]) });
  return {
    stack: stackId,
    provider: mirror.version,
    init: measurementOf("terraform init", "init"),
    plan: measurementOf("terraform plan -out plan", "plan"),
    initAndPlan: measurementOf("both", "initAndPlan"),
    show: measurementOf("terraform show -json plan", "show"),
    check: measurementOf(`drift-check ${stackId}`, "check"),
  };
}

type Step = "init" | "plan" | "initAndPlan" | "show" | "check";

interface Place {
  /** The folder of the synthesized stack. */
  readonly stack: string;
  /** The output that holds it. */
  readonly output: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** The warm-up is a round that doesn't count. */
async function measureRounds(
  place: Place,
  session: Session,
): Promise<Readonly<Record<Step, Run>>[]> {
  const { scratch, interruption, progress } = session;
  const counted: Record<Step, Run>[] = [];
  for (let round = 0; round <= rounds; round++) {
    const copy = path.join(scratch, "check/bare");
    cpSync(place.stack, copy, { recursive: true });
    const run = (command: Command) => {
      const label = round === 0 ? "warm-up" : `round ${round} of ${rounds}`;
      progress(`${label}: ${command.name}`);
      return measure(
        { ...command, environment: place.environment, isAlone: true },
        scratch,
        interruption,
      );
    };
    const init = await run(terraform(copy, ["init", "-input=false"]));
    const plan = await run(terraform(copy, ["plan", "-input=false", "-out", "plan"]));
    const show = await run(terraform(copy, ["show", "-json", "plan"]));
    rmSync(copy, { recursive: true });
    const check = await run(driftCheck(place.output));
    if (round > 0) counted.push({ init, plan, initAndPlan: sum(init, plan), show, check });
  }
  return counted;
}

function terraform(folder: string, args: readonly string[]): Command {
  return {
    name: `terraform ${args[0]}`,
    program: toolPath("terraform"),
    args: [`-chdir=${folder}`, ...args],
  };
}

/** Nothing is applied, so the code is ahead of the cloud: exit code 2. */
function driftCheck(output: string): Command {
  const command = testapp(["drift-check", stackId, "--synthesized", output], 2);
  // It ends Terraform and what it has written itself.
  return { ...command, name: `drift-check ${stackId}`, stopSignal: "SIGINT" };
}

/** The whole environment of both sides: without the network, and without what belongs to a person. */
function environmentIn(
  folder: string,
  emulator: string,
  mirror: ProviderMirror,
): Readonly<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? "",
    HOME: path.join(folder, "home"),
    TMPDIR: path.join(folder, "tmp"),
    CI: "1",
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: writeMirrorConfiguration(path.join(folder, "terraform.rc"), mirror),
    AWS_ENDPOINT_URL: emulator,
    AWS_ACCESS_KEY_ID: "benchmark",
    AWS_SECRET_ACCESS_KEY: "benchmark",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

function sum(one: Run, other: Run): Run {
  const [ones, others] = [one.processorMilliseconds, other.processorMilliseconds];
  return {
    wallMilliseconds: one.wallMilliseconds + other.wallMilliseconds,
    peakKibibytes: null,
    processorMilliseconds: ones === null || others === null ? null : ones + others,
  };
}
