import { expect, it, vi } from "vitest";
import { loginToken } from "../../../services/tally/common/numbers";

it("a service logs in as its own user with a token that its role signs, and that lasts 15 minutes", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "ASIATASK");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "stand-in");
  const token = await loginToken({
    AWS_REGION: "us-east-1",
    DATABASE_HOST: "tally.example.com",
    DATABASE_PORT: 5432,
    DATABASE_NAME: "tally",
    DATABASE_USER: "tally_adder",
    HOST: "0.0.0.0",
    PORT: 8080,
  });
  vi.unstubAllEnvs();
  const { host, searchParams } = new URL(`https://${token}`);
  expect(host).toBe("tally.example.com:5432");
  expect(Object.fromEntries(searchParams)).toMatchObject({
    Action: "connect",
    DBUser: "tally_adder",
    "X-Amz-Expires": "900",
    "X-Amz-Credential": expect.stringMatching(/^ASIATASK\/\d{8}\/us-east-1\/rds-db\//),
    "X-Amz-Signature": expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});
