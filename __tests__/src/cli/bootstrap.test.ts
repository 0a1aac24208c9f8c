import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { ScriptedAws } from "../../support/scripted-aws";
import { testapp, variablesFor } from "./command-line";

it("bootstrap lets nothing that AWS says act on the terminal", async () => {
  await using aws = await ScriptedAws.before();
  const message = "not you:\u001b[2J\u202e";
  aws.answers("GetCallerIdentity", {
    status: 403,
    body: `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${message}</Message></Error></ErrorResponse>`,
  });
  const child = spawn(testapp, ["bootstrap", "us-west-2"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: variablesFor(aws.url),
  });
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, "close")]);
  expect(status, stderr).toBe(1);
  expect(stderr).toContain("not you:\\u001b[2J\\u202e");
  expect(stderr.replaceAll("\n", "")).toMatch(/^\P{C}*$/u);
});
