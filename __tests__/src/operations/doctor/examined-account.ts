import { vi } from "vitest";
import type { CheckName } from "../../../../src/estate/checks";
import { environmentIds, loadDeployment } from "../../../../src/estate/deployments";
import { checkers } from "../../../../src/operations/doctor/all-checks";
import { Aws } from "../../../../src/operations/doctor/aws";
import { type Finding, findingsOf } from "../../../../src/operations/doctor/check";
import { made } from "../../../../src/operations/doctor/examine";
import { account } from "../../../../src/systems/configuration/account";
import { loadEnvironments as loadTally } from "../../../../src/systems/tally/environments";
import { deploymentOf as tallyDeploymentOf } from "../../../../src/systems/tally/operations";
import type { Environment } from "../../../../src/systems/test-app/environment";
import { loadEnvironments } from "../../../../src/systems/test-app/environments";
import { namesOf } from "../../../../src/systems/test-app/names";
import { deploymentOf } from "../../../../src/systems/test-app/operations";
import { MotoServer } from "../../../e2e/drift/moto-server";
import { changed } from "../../../support/environment";
import { ScriptedAws } from "../../../support/scripted-aws";

/** Credentials that open nothing. */
export const dummyCredentials = async () => ({ accessKeyId: "test", secretAccessKey: "test" });

export const uat = loadEnvironments()["uat-us-east-1"];
export const names = namesOf(uat);

/** What a check of an environment finds. */
export function findIn(aws: Aws, name: CheckName, environment: Environment) {
  const deployment = deploymentOf(environment);
  return findingsOf(() => made(name, deployment.checks, { ...deployment, aws }));
}

/** What the check of a further system's token finds. */
export function findTokenIn(aws: Aws) {
  const deployment = loadDeployment("messages-production");
  return findingsOf(() => made("secure-parameter", deployment.checks, { ...deployment, aws }));
}

/** An account of moto's with AWS's own answers before it where moto has none, and the checks that ask it. */
export class ExaminedAccount implements AsyncDisposable {
  /** It waits for an emulator as long as a busy machine needs. */
  readonly aws = new Aws("us-east-1", dummyCredentials, 300_000);

  private constructor(
    private readonly moto: MotoServer,
    readonly scripted: ScriptedAws,
  ) {}

  static async start(): Promise<ExaminedAccount> {
    const moto = await MotoServer.start({ MOTO_ACCOUNT_ID: account.id });
    const scripted = await ScriptedAws.before(moto.url);
    vi.stubEnv("AWS_ENDPOINT_URL", scripted.url);
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
    vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
    return new ExaminedAccount(moto, scripted);
  }

  /** What a check of the environment, with changes, finds. */
  find(name: CheckName, changes: object = {}): Promise<readonly Finding[]> {
    return findIn(this.aws, name, changed(uat, changes));
  }

  /** Does something while an operation is denied to the role. */
  async whileDenied<Result>(operation: string, act: () => Promise<Result>): Promise<Result> {
    const takeBack = this.scripted.answers(operation, "denied");
    try {
      return await act();
    } finally {
      takeBack();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    vi.unstubAllEnvs();
    this.aws.destroy();
    await this.scripted[Symbol.asyncDispose]();
    await this.moto[Symbol.asyncDispose]();
  }
}

/** How many checks are made of all environments, of each by itself. */
export const ofEnvironments = environmentIds
  .map(loadDeployment)
  .flatMap(({ checks }) => [
    ...new Set(
      checks.map(({ check }) => check).filter((name) => checkers[name].scope === "environment"),
    ),
  ]).length;

/** Nothing has it. */
export const zeros = `sha256:${"0".repeat(64)}`;
/** Of an archive. */
export const archive = `sha256:${"a".repeat(64)}`;

/** What a check of the images and the archive of tally finds. */
export function findPushedIn(aws: Aws, name: CheckName, display = archive) {
  const environment = loadTally()["tally-production"];
  const deployment = tallyDeploymentOf(environment, { adder: archive, display, reset: zeros });
  return findingsOf(() => made(name, deployment.checks, { ...deployment, aws }));
}
