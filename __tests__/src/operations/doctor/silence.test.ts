import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { loadDeployment } from "../../../../src/estate/deployments";
import { answerTimeoutMs } from "../../../../src/operations/doctor/aws";
import { thisMachine } from "../../../../src/operations/doctor/checks/machine";
import { examine } from "../../../../src/operations/doctor/examine";
import { account } from "../../../../src/systems/configuration/account";
import { ScriptedAws } from "../../../support/scripted-aws";
import { dummyCredentials } from "./examined-account";

const identity = {
  body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${account.id}:user/agent</Arn><Account>${account.id}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
};

let aws: ScriptedAws;
beforeEach(async () => {
  aws = await ScriptedAws.before();
  vi.stubEnv("AWS_ENDPOINT_URL", aws.url);
  vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await aws[Symbol.asyncDispose]();
});

/** What is found of the account and its region. */
async function found(credentials = dummyCredentials) {
  const { findings } = await examine({
    deployments: [loadDeployment("foundation-us-west-2")],
    machine: thisMachine(),
    credentials,
    onProgress: () => undefined,
  });
  const inCloud = findings.filter(({ scope }) => scope !== "machine");
  return inCloud.map(({ check, message, remedy }) => ({ check, message, remedy }));
}

/** Ends when an operation is asked for; it is answered so many milliseconds later. */
function asked(operation: string, answer: typeof identity | "silent", afterMs = 0): Promise<void> {
  return new Promise((resolve) => {
    aws.answers(operation, async () => {
      const waited = sleep(afterMs);
      resolve();
      await waited;
      return answer;
    });
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

it("of AWS is told once for the credentials, within one answer's time, and everything else refers to it", async () => {
  const identified = asked("GetCallerIdentity", "silent");
  const findings = found();
  await identified;
  await vi.advanceTimersByTimeAsync(answerTimeoutMs);
  const rest = {
    message: "AWS doesn't say whose the credentials are",
    remedy: "see credentials",
  };
  expect(await findings).toEqual([
    {
      check: "credentials",
      message: "sts:GetCallerIdentity failed, no answer within 10 s",
      remedy: "run it again, and look at the network and the proxy if it stays",
    },
    ...["regions", "default-vpc", "state-bucket", "log-bucket"].map((check) => ({
      check,
      ...rest,
    })),
  ]);
});

it("before the identity is known takes nothing of a check's own time", async () => {
  const almostMs = answerTimeoutMs - 1;
  const slowly = vi.fn(dummyCredentials).mockImplementationOnce(async () => {
    await sleep(almostMs);
    return dummyCredentials();
  });
  const identified = asked("GetCallerIdentity", identity, almostMs);
  const checked = asked("DescribeVpcs", "silent");
  const findings = found(slowly);
  await vi.advanceTimersByTimeAsync(almostMs);
  await identified;
  await vi.advanceTimersByTimeAsync(almostMs);
  await checked;
  await vi.advanceTimersByTimeAsync(answerTimeoutMs);
  expect(await findings).toContainEqual(
    expect.objectContaining({
      check: "default-vpc",
      message: "ec2:DescribeVpcs failed, no answer within 10 s",
    }),
  );
});
