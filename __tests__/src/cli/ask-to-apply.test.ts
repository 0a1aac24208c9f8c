import { Writable } from "node:stream";
import { expect, it } from "vitest";
import { askToApply } from "../../../src/cli/input/ask-to-apply";

it("nobody has agreed to a plan that could not be shown", async () => {
  const stream = new Writable({
    write: (_text, _encoding, done) => done(new Error("write EIO")),
  });
  const asked = askToApply("the plan", new AbortController().signal, stream);
  await expect(asked).rejects.toMatchObject({
    outcome: "notAgreed",
    reasons: ["The plan could not be shown: write EIO"],
  });
});
