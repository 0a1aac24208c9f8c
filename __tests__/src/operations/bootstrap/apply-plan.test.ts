import { mkdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { applyPlan } from "../../../../src/operations/bootstrap/apply-plan";
import type { Surroundings } from "../../../../src/operations/bootstrap/surroundings";
import { Stopped } from "../../../../src/operations/terraform/failure";
import { Workspace } from "../../../../src/operations/terraform/workspace";

it("nothing is applied once it was interrupted", async () => {
  using workspace = new Workspace();
  const id = "foundation-us-east-1";
  mkdirSync(path.join(workspace.synthesized, "stacks", id), { recursive: true });
  const folder = workspace.planFolder(id, workspace.synthesized);
  const signal = AbortSignal.abort(new Stopped("It was interrupted (SIGINT)"));
  const surroundings = { lockTimeoutSeconds: 0, signal, say: () => {} } as unknown as Surroundings;
  await expect(applyPlan(id, folder, surroundings)).rejects.toMatchObject({
    reasons: ["It was interrupted (SIGINT)"],
  });
});
