import { tmpdir } from "node:os";
import { afterEach, expect, it, vi } from "vitest";
import { Stopped, throwIfStopped } from "../../../../src/operations/terraform/failure";
import { requireTerraform } from "../../../../src/operations/terraform/terraform";

afterEach(() => vi.unstubAllEnvs());

it.each([
  ["isn't there", "/nonexistent/terraform", /was not found \(ENOENT\): install Terraform 1/],
  ["doesn't say its version", "true", /doesn't say its version .*: install Terraform 1/],
])("Terraform that %s has that as its cause", async (_, program, reason) => {
  vi.stubEnv("TERRAFORM_BINARY_NAME", program);
  const options = { cwd: tmpdir(), env: process.env, signal: new AbortController().signal };
  await expect(requireTerraform(options)).rejects.toMatchObject({
    knownCause: "terraform-missing",
    reasons: [expect.stringMatching(reason)],
  });
});

it("a stop has the interrupt as its cause, and the signal's own reason", () => {
  const stopped = AbortSignal.abort(new Stopped("It was interrupted (SIGTERM)"));
  expect(() => throwIfStopped(stopped)).toThrow(
    expect.objectContaining({
      knownCause: "interrupted",
      reasons: ["It was interrupted (SIGTERM)"],
    }),
  );
});
