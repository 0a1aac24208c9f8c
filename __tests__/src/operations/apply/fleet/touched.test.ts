import { expect, it } from "vitest";
import {
  groupChange,
  mayHaveBegunRefresh,
} from "../../../../../src/operations/apply/fleet/touched";
import type { Finding } from "../../../../../src/operations/drift/report";
import { aFinding, anAttribute, anEnvironment } from "../../drift/reports/sample-reports";

const version = anAttribute({
  path: "mixed_instances_policy[0].launch_template[0].launch_template_specification[0].version",
  unknown: true,
});

it.each<[string, Partial<Finding>, ReturnType<typeof groupChange>]>([
  ["another template", { attributes: [version] }, { wasThere: true, startsRefresh: true }],
  [
    "another template by hand",
    { cause: "drift", attributes: [version] },
    { wasThere: true, startsRefresh: true },
  ],
  [
    "another size",
    { attributes: [anAttribute({ path: "max_size" })] },
    { wasThere: true, startsRefresh: false },
  ],
  ["a new group", { change: "create" }, { wasThere: false, startsRefresh: false }],
  ["a group in another's place", { change: "replace" }, { wasThere: false, startsRefresh: false }],
  [
    "another template under another address",
    { change: "move", previousAddress: "aws_autoscaling_group.old", attributes: [version] },
    { wasThere: true, startsRefresh: true },
  ],
  [
    "another size of a group that is imported",
    { change: "import", attributes: [anAttribute({ path: "max_size" })] },
    { wasThere: true, startsRefresh: false },
  ],
  ["another address alone", { change: "move", attributes: [] }, undefined],
  ["an import alone", { change: "import", attributes: [] }, undefined],
  ["a group that is forgotten", { change: "forget", attributes: [version] }, undefined],
  ["no group any more", { change: "delete" }, undefined],
  ["what is state-only", { cause: "state-only", attributes: [version] }, undefined],
  ["another resource", { address: "aws_autoscaling_policy.cpu", attributes: [version] }, undefined],
])("a plan's change of the group: %s", (_, changes, expected) => {
  const finding = aFinding({
    address: "aws_autoscaling_group.fleet_group_1A2B",
    cause: "pending",
    change: "update",
    ...changes,
  });
  expect(groupChange(anEnvironment({ findings: [finding] }))).toEqual(expected);
});

it.each([
  ["was changed", true, "done", true],
  ["was asked for another template, and failed", true, "failed", true],
  ["was left with an end that nobody saw", true, "unknown", true],
  ["was never come to", true, "not begun", false],
  ["is new", false, "done", false],
] as const)("an apply that ended early may have begun a refresh: the group %s", (...row) => {
  const [, wasThere, result, expected] = row;
  const applied = {
    startedAt: "",
    endedAt: "",
    stateSaved: true,
    keptState: null,
    resources: [
      { address: "aws_autoscaling_policy.cpu", action: "create", result: "done" as const },
      { address: "aws_autoscaling_group.fleet", action: "update", result },
    ],
  };
  expect(mayHaveBegunRefresh({ wasThere, startsRefresh: wasThere }, applied)).toBe(expected);
});
