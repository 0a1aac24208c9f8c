import { afterEach, expect, it, vi } from "vitest";
import { Aws } from "../../../../src/operations/doctor/aws";
import { ScriptedAws } from "../../../support/scripted-aws";
import { dummyCredentials, findTokenIn } from "./examined-account";

afterEach(() => vi.unstubAllEnvs());

const name = "/messages-production/token";

/** What is found of the token where AWS lists these as it. */
async function findWith(...Parameters: readonly object[]) {
  await using scripted = await ScriptedAws.before();
  scripted.answers("DescribeParameters", (_, body) => {
    const [{ Key, Values }] = JSON.parse(body).ParameterFilters;
    return { body: { Parameters: Key === "Name" && Values[0] === name ? Parameters : [] } };
  });
  vi.stubEnv("AWS_ENDPOINT_URL", scripted.url);
  vi.stubEnv("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true");
  const aws = new Aws("us-west-2", dummyCredentials);
  const found = await findTokenIn(aws);
  aws.destroy();
  return found.filter(({ message }) => message.startsWith(name));
}

it("a token that nobody has made fails, with the line that makes it and asks for its value", async () => {
  expect(await findWith()).toMatchObject([
    {
      status: "failed",
      message: expect.stringContaining(`${name} is missing`),
      remedy: expect.stringContaining(`put-parameter --region us-west-2 --name ${name}`),
    },
  ]);
});

it("one that isn't encrypted fails", async () => {
  expect(await findWith({ Name: name, Type: "String" })).toMatchObject([{ status: "failed" }]);
});

it("one that is encrypted is as it must be, and its value isn't asked for", async () => {
  expect(await findWith({ Name: name, Type: "SecureString" })).toEqual([
    { status: "ok", message: `${name} is there, as a SecureString`, remedy: null },
  ]);
});
