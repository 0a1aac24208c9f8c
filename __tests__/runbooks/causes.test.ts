import { expect, it } from "vitest";
import * as z from "zod";
import { wrongAccount } from "../../src/operations/aws/account";
import { failedConnection } from "../../src/operations/aws/database/connection";
import { answerOf, FunctionFailure } from "../../src/operations/aws/database/function-answer";
import { refreshText } from "../../src/operations/aws/group/instance-refreshes";
import { obstacle } from "../../src/operations/bootstrap/account";
import { type Cause, causeOf, causes } from "../../src/operations/report/causes";
import { judgeGate } from "../../src/operations/rollout/gate";
import { pushKeptState } from "../../src/operations/terraform/apply/kept-state";
import { knownCauses } from "../../src/operations/terraform/diagnosis/diagnosis";
import { leftLock } from "../../src/operations/terraform/diagnosis/locks";
import { account } from "../../src/systems/configuration/account";
import { regionNamesOf } from "../../src/systems/foundation/names";
import { application } from "../../src/systems/test-app/application";
import { databaseUserSettings } from "../../src/systems/test-app/functions/database-user-settings";
import { anEnvironment } from "../src/operations/drift/reports/sample-reports";
import {
  resumeRequest,
  Simulation,
  type SimulationProps,
} from "../src/operations/rollout/simulated";
import { instance } from "../support/fake-ssm/instances";
import { blocksBelow } from "./documents";

/** Without what differs between an example and what really happened. */
function general(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\bi-[0-9a-f]{17}/g, "ID")
    .replaceAll("production-us-east-1", "uat-us-east-1")
    .replaceAll(`${application}-uat`, "test-app-uat")
    .replaceAll(account.id, "111122223333")
    .replace(": expected string, received undefined", ""); // words that a function's bundle leaves out
}

function expectQuoted(cause: Cause | null, text: string): void {
  const section = cause === null ? "" : causes[cause];
  const blocks = blocksBelow(section).filter(({ language }) => language === "text");
  const quoted = blocks.flatMap(({ lines }) => lines).join("\n");
  expect(general(quoted), `quote below "${section}": ${text}`).toContain(general(text));
}

it.each(knownCauses)("the section of $cause quotes what explains it", ({ cause, explanation }) => {
  // Up to the first value.
  const [text = ""] = explanation("").split(/unknown|what the plan/);
  expect(text.length).toBeGreaterThan(10);
  expectQuoted(cause, text);
});

it("the section of state-locked quotes what is said of a lock that may be left", () => {
  expectQuoted("state-locked", leftLock);
});

const a = instance("i-0000000000000000a");

it.each<[string, SimulationProps]>([
  ["another account", { instances: [a], accountId: "444455556666" }],
  ["no group", { instances: [a], hasGroup: false }],
  ["a document that is being made", { instances: [a], documentStatus: "Creating" }],
  ["a refused command", { instances: [a], refusal: "RateExceeded" }],
  ["nobody in service", { instances: [], desiredCapacity: 3 }],
  [
    "too few in service",
    { instances: [a, instance("i-0000000000000000b")], target: { leastInService: 2 } },
  ],
  [
    "an instance out of its target group",
    { instances: [instance("i-0000000000000000b"), { ...a, target: "" }] },
  ],
  ["an instance refresh", { instances: [a], refreshes: ["Successful", "InProgress"] }],
  ["an agent that is offline", { instances: [{ ...a, agent: "ConnectionLost" }] }],
])("the section on a rollout's cause quotes its reason: %s", async (_, props) => {
  const { cause, reason } = await new Simulation(props).run();
  expectQuoted(cause, reason);
});

it.each<[string, object | undefined]>([
  ["none", undefined],
  ["another document's", { documentName: "AWS-RunShellScript" }],
  ["one that no rollout sent", { comment: "by hand, sorry" }],
])("the section on an unknown command quotes the reason: %s", async (_, changes) => {
  const simulation = new Simulation({ instances: [a] });
  const { commandId } = simulation.world.sendByOther({ targets: [a.id], ...changes }).props;
  const wanted = changes === undefined ? "3f6c1d52-8e0b-4a94-9d3e-5b7a2c1f0e68" : commandId;
  const { cause, reason } = await simulation.run(resumeRequest(wanted));
  expectQuoted(cause, reason);
});

it("the section on a refused drift report quotes the reasons", () => {
  const now = Date.parse("2026-03-01T08:00:00Z");
  const question = { environment: "uat-us-east-1", commit: "6fdb5a2", now, maxAgeMinutes: 30 };
  const report = {
    verdict: "DRIFTED",
    commit: "0d535b9",
    plannedAt: "2026-03-01T07:15:00Z",
  } as const;
  const gate = judgeGate(anEnvironment(report), question);
  if (gate.open) throw new Error("it is open");
  expect(gate.reasons).toHaveLength(3);
  for (const reason of gate.reasons) expectQuoted(gate.cause, reason);
});

const database = "test-app-uat-us-east-1.abcdefghijkl.us-east-1.rds.amazonaws.com:3306";
const variables = {
  DATABASE_HOST: "database.example.com",
  DATABASE_PORT: "3306",
  DATABASE_USER: "backoffice",
};

it.each<[string, () => unknown]>([
  [
    "can't connect",
    () => failedConnection(database, { code: "ETIMEDOUT", message: "connect ETIMEDOUT" }),
  ],
  [
    "is refused",
    () => failedConnection(database, { code: "ER_ACCESS_DENIED_ERROR", sqlMessage: "no" }),
  ],
  ["was changed by hand", () => thrownBy(() => databaseUserSettings(variables))],
])("the section on a function's error quotes it, which %s", (_, make) => {
  const { name: errorType, message: errorMessage } = make() as Error;
  // As Lambda answers.
  const answer = JSON.stringify({ errorType, errorMessage });
  const failure = thrownBy(() => answerOf(z.unknown(), answer, "Unhandled"));
  expect(failure).toBeInstanceOf(FunctionFailure);
  expectQuoted(causeOf(failure), errorMessage);
});

const { stateBucket: bucket } = regionNamesOf("us-east-1");
const refresh = {
  refreshId: "08b91cf7-8fa6-48af-b6a6-d227f40f1b9b",
  status: "Failed",
  statusReason: undefined,
  startedAt: undefined,
  percentageComplete: undefined,
  template: undefined,
};

it.each<[Cause, string]>([
  ["wrong-account", wrongAccount("444455556666", "111122223333")],
  ["state-bucket-not-usable", obstacle.taken(bucket)],
  ["state-bucket-not-usable", obstacle.closed(bucket)],
  ["state-bucket-not-usable", obstacle["in another region"](bucket)],
  ["state-not-saved", pushKeptState("/tmp/testapp-state-uat-us-east-1-a1b2c3/errored.tfstate")],
  ["instance-refresh-failed", refreshText(refresh)],
])("the section of %s quotes: %s", expectQuoted);

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
