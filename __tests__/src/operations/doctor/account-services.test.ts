import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { Aws } from "../../../../src/operations/doctor/aws";
import { ScriptedAws } from "../../../support/scripted-aws";
import { dummyCredentials, findIn, uat } from "./examined-account";

/** What an account answers that has everything; 6 instances of 2 vCPUs are UAT's most. */
const complete = {
  DescribeTrails: {
    trailList: [{ TrailARN: "arn:aws:cloudtrail:us-east-1:111122223333:trail/all" }],
  },
  GetTrailStatus: { IsLogging: true },
  ListDetectors: { detectorIds: ["1"] },
  DescribeConfigurationRecorderStatus: { ConfigurationRecordersStatus: [{ recording: true }] },
  DescribeHub: { HubArn: "arn:aws:securityhub:us-east-1:111122223333:hub/default" },
  ListAnalyzers: {
    analyzers: [
      {
        arn: "a",
        name: "a",
        type: "ACCOUNT",
        createdAt: "2026-01-01T00:00:00Z",
        status: "ACTIVE",
      },
    ],
  },
  GetEbsEncryptionByDefault:
    "<GetEbsEncryptionByDefaultResponse><ebsEncryptionByDefault>true</ebsEncryptionByDefault></GetEbsEncryptionByDefaultResponse>",
  GetServiceQuota: { Quota: { Value: 12 } },
};
type Operation = keyof typeof complete;

afterEach(() => vi.unstubAllEnvs());

/** What is found where one operation is answered otherwise. */
async function findWith(operation?: Operation, answer?: Parameters<ScriptedAws["answers"]>[1]) {
  await using scripted = await ScriptedAws.before();
  for (const [name, body] of Object.entries(complete)) scripted.answers(name, { body });
  if (operation !== undefined && answer !== undefined) scripted.answers(operation, answer);
  vi.stubEnv("AWS_ENDPOINT_URL", scripted.url);
  vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
  const aws = new Aws("us-east-1", dummyCredentials);
  const found = await findIn(aws, "account-services", uat);
  aws.destroy();
  return found;
}

const cases: readonly (readonly [Operation, object, string])[] = [
  ["DescribeTrails", { trailList: [] }, "no trail of CloudTrail"],
  ["GetTrailStatus", { IsLogging: false }, "no trail of CloudTrail that records"],
  ["ListDetectors", { detectorIds: [] }, "no detector of GuardDuty"],
  [
    "DescribeConfigurationRecorderStatus",
    { ConfigurationRecordersStatus: [{ recording: false }] },
    "Config records nothing",
  ],
  [
    "DescribeHub",
    { __type: "InvalidAccessException", message: "not subscribed" },
    "Security Hub is off",
  ],
  ["ListAnalyzers", { analyzers: [] }, "no analyzer of IAM Access Analyzer"],
  ["GetEbsEncryptionByDefault", {}, "EBS doesn't encrypt by default"],
  [
    "GetServiceQuota",
    { Quota: { Value: 11 } },
    "the quota of vCPUs of instances is less than the 12 that full fleets need",
  ],
];

it("an account that brings everything is well", async () => {
  expect(await findWith()).toMatchObject([{ status: "ok" }]);
});

it.each(cases)("%s shows what is missing, as a note", async (operation, body, said) => {
  const answer =
    operation === "GetEbsEncryptionByDefault"
      ? { body: complete[operation].replace("true", "false") }
      : { body, status: operation === "DescribeHub" ? 401 : 200 };
  const found = await findWith(operation, answer);
  expect(found).toMatchObject([{ status: "note", message: expect.stringContaining(said) }]);
});

it.each(cases)("%s that is denied is a note that it wasn't seen", async (operation) => {
  const found = await findWith(operation, "denied");
  expect(found).toMatchObject([{ status: "note", message: expect.stringMatching(/^not seen: /) }]);
});

it("docs/account.md says what each note says", () => {
  const text = readFileSync(path.resolve(__dirname, "../../../../docs/account.md"), "utf8");
  for (const [, , said] of cases) expect(text).toContain(said.replace(/ the 12 .*/, ""));
});
