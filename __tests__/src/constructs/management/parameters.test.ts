import { expect, it } from "vitest";
import { Parameters } from "../../../../src/constructs/management/parameters";
import { synthesize } from "../../../support/synthesized";

it("makes parameters in plain text", () => {
  const stack = synthesize(
    (scope) =>
      new Parameters(scope, "parameter", {
        parameters: { port: { name: "/a/port", description: "A port", value: "3306" } },
      }),
  );
  expect(stack.named("aws_ssm_parameter", "parameter/port")).toMatchObject({
    name: "/a/port",
    description: "A port",
    type: "String",
    insecure_value: "3306",
  });
});
