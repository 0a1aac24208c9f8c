import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Aws } from "../../../../src/operations/doctor/aws";
import { defaultCredentials, identify } from "../../../../src/operations/doctor/identity";
import { account } from "../../../../src/systems/configuration/account";
import { type Scripted, ScriptedAws } from "../../../support/scripted-aws";
import { metadataService, StandIn } from "../../systems/test-app/scripts/stand-ins";

const noKeys = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set";
const signIn = /^on an agent, attach its role to the instance; elsewhere sign in: aws sso login /;

let aws: ScriptedAws;
let folder: string;
beforeEach(async () => {
  aws = await ScriptedAws.before();
  folder = mkdtempSync(path.join(tmpdir(), "test-app-doctor-"));
  const none = path.join(folder, "none");
  const variables = {
    AWS_ENDPOINT_URL: aws.url,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"])
    vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
  await aws[Symbol.asyncDispose]();
});

interface Timeouts {
  readonly answerMs?: number;
  readonly metadataMs?: number;
}

async function identity({ answerMs, metadataMs }: Timeouts = {}) {
  const credentials = defaultCredentials(metadataMs);
  const client = new Aws("us-east-1", credentials, answerMs);
  try {
    return await identify(client, credentials, account.id);
  } finally {
    client.destroy();
  }
}

function withKeys(): void {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIASTANDIN");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "a-key-that-opens-nothing");
}

function callerOf(accountId: string): Scripted {
  return {
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::${accountId}:user/agent</Arn><UserId>A</UserId><Account>${accountId}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  };
}

function refusal(code: string): Scripted {
  return {
    status: 403,
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
  };
}

describe("without credentials", () => {
  const noCredentials = { arn: undefined, obstacle: "there are no credentials" };

  it("every source is named, and nobody in AWS is asked", async () => {
    expect(await identity()).toMatchObject({
      ...noCredentials,
      finding: {
        status: "failed",
        message: `no AWS credentials: ${noKeys}; the profile default gives none; a role of this machine isn't asked for, because AWS_EC2_METADATA_DISABLED is set`,
        remedy: expect.stringMatching(signIn),
      },
    });
    expect(aws.operations).toEqual([]);
  });

  it("half a pair of keys and a missing profile are told", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIASTANDIN");
    const { finding } = await identity();
    expect(finding.message).toContain("AWS_SECRET_ACCESS_KEY is not set; the profile default");
    vi.stubEnv("AWS_PROFILE", "nobody");
    expect((await identity()).finding.message).toContain("the profile nobody gives none");
  });

  it("a metadata service that never answers is given up", async () => {
    const metadata = await new StandIn(() => {}).start();
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "false");
    vi.stubEnv("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url);
    try {
      // Both requests must reach it first, and it is served by this process.
      const { finding, obstacle } = await identity({ metadataMs: 1_000 });
      expect(obstacle).toBe("there are no credentials");
      expect(finding.message).toContain(
        "no role of this machine was given by its metadata service",
      );
      // For a token, and once without one: no request is repeated.
      expect(metadata.requests).toHaveLength(2);
    } finally {
      metadata.stop();
    }
  });

  function withProfile(...lines: string[]): void {
    const config = path.join(folder, "config");
    writeFileSync(config, `[default]\n${lines.join("\n")}\n`);
    vi.stubEnv("AWS_CONFIG_FILE", config);
    vi.stubEnv("HOME", folder);
  }

  it("a profile's command isn't repeated: it may hold a password", async () => {
    withProfile("credential_process = /bin/false --password hunter");
    const { finding } = await identity();
    expect(finding.message).toContain("the profile default gives none");
    expect(finding.message).not.toMatch(/hunter|false/);
  });

  it("a sign-in that is over is told in the SDK's words", async () => {
    withProfile(
      ...["sso_session = x", "sso_account_id = 111122223333", "sso_role_name = reader"],
      ...["[sso-session x]", "sso_region = us-east-1", "sso_start_url = https://example.com/start"],
    );
    const { finding } = await identity();
    expect(finding.message).toMatch(/^no AWS credentials: .*SSO session.*aws sso login/);
    expect(finding.message).not.toContain("AWS_ACCESS_KEY_ID");
  });
});

describe("with credentials", () => {
  it("of the account, whoever asks is named", async () => {
    withKeys();
    aws.answers("GetCallerIdentity", callerOf(account.id));
    const arn = `arn:aws:iam::${account.id}:user/agent`;
    expect(await identity()).toEqual({
      finding: { status: "ok", message: arn, remedy: null },
      arn,
      obstacle: undefined,
    });
  });

  it("of the machine's role, they are asked for as ever", async () => {
    const metadata = await new StandIn(metadataService()).start();
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", undefined);
    vi.stubEnv("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url);
    aws.answers("GetCallerIdentity", callerOf(account.id));
    try {
      // This process serves it, too, and may be slow.
      const { finding } = await identity({ answerMs: 60_000, metadataMs: 10_000 });
      expect(finding.status).toBe("ok");
    } finally {
      metadata.stop();
    }
  });

  it("of another account, nothing else is looked at", async () => {
    withKeys();
    aws.answers("GetCallerIdentity", callerOf("444455556666"));
    expect(await identity()).toMatchObject({
      finding: {
        status: "failed",
        message: `the credentials are of the account 444455556666 (arn:aws:iam::444455556666:user/agent), and the environments are in ${account.id}`,
        remedy: expect.stringContaining("src/systems/configuration/stand-ins.ts"),
      },
      arn: "arn:aws:iam::444455556666:user/agent",
      obstacle: "the credentials are another account's",
    });
  });

  it.each(["ExpiredToken", "InvalidClientTokenId", "SignatureDoesNotMatch"])(
    "that AWS doesn't accept (%s), they are to be renewed",
    async (code) => {
      withKeys();
      aws.answers("GetCallerIdentity", refusal(code));
      const { finding, obstacle } = await identity();
      expect(finding).toMatchObject({
        status: "failed",
        message: expect.stringMatching(
          new RegExp(`^AWS doesn't accept the credentials \\(${code}`),
        ),
        remedy: expect.stringMatching(/^sign in anew/),
      });
      expect(obstacle).toBe("AWS doesn't accept the credentials");
    },
  );

  it.each([
    ["a refusal of the call itself", "denied" as const],
    ["a proxy's page", { status: 200, body: "<html>welcome to this network</html>" }],
  ])("and %s, whose they are isn't known", async (_, answer) => {
    withKeys();
    aws.answers("GetCallerIdentity", answer);
    // It would be asked again and again.
    const { finding, obstacle } = await identity({ answerMs: 1000 });
    expect(finding.status).toBe("unchecked");
    expect(obstacle).toBe("AWS doesn't say whose the credentials are");
  });
});
