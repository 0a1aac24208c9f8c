import { expect, it } from "vitest";
import { replacements, replacing } from "../../../../../src/operations/review/compare/replacement";
import { synthesizeInventory } from "../../../../support/synthesized";

it("says of every type of resource in the stacks what replaces it", async () => {
  const stacks = Object.values(await synthesizeInventory());
  const types = new Set(stacks.flatMap((stack) => stack.resources().map(({ type }) => type)));
  expect([...types].filter((type) => replacements[type] === undefined)).toEqual([]);
});

it("tells what replaces from what doesn't, and from what nobody knows", () => {
  const change = (path: string) => [{ path, before: 1, after: 2 }];
  expect(replacing("aws_lb_target_group", change("port"))).toEqual(["port"]);
  expect(replacing("aws_lb_target_group", change("health_check.port"))).toEqual([]);
  expect(replacing("aws_flow_log", change("destination_options.file_format"))).toEqual([
    "destination_options",
  ]);
  expect(replacing("data.aws_ami", change("filter[0].name"))).toEqual([]);
  expect(replacing("aws_new_thing", change("name"))).toBeNull();
});
