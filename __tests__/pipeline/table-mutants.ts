import type { Mutant } from "./mutants";

const all = "update: all in sync, while the branch moves on";
const applyAll = "apply: every deployment has something to apply";
const nightly = "nightly: all in sync";

/** The line of the table that has a deployment. */
function lineOf(jenkinsfile: string, id: string): string {
  return jenkinsfile.split("\n").find((line) => line.startsWith(`  [id: '${id}',`)) ?? "";
}

/** Mistakes in what the table says, and in which deployments are locked, checked and changed. */
export function tableMutants(jenkinsfile: string): Mutant[] {
  const [east, west] = ["production-us-east-1", "production-us-west-2"].map((id) =>
    lineOf(jenkinsfile, id),
  ) as [string, string];
  const foundation = lineOf(jenkinsfile, "foundation-us-east-1");
  return [
    {
      name: "the lock is removed",
      replacements: [
        ["lock(resource: idsOf(selected())[0], extra: resources(idsOf(selected()).drop(1)))", ""],
      ],
      caughtBy: all,
    },
    {
      name: "only the first deployment is locked",
      replacements: [[", extra: resources(idsOf(selected()).drop(1))", ""]],
      caughtBy: all,
    },
    {
      name: "locks are taken in another order",
      replacements: [
        [
          "idsOf(selected())[0], extra: resources(idsOf(selected()).drop(1))",
          "idsOf(selected()).last(), extra: resources(idsOf(selected()).init())",
        ],
      ],
      caughtBy: all,
    },
    {
      name: "the wait for the lock has no limit of its own",
      replacements: [["timeout(time: 29, unit: 'HOURS')", ""]],
      caughtBy: "update: another build holds a lock",
    },
    {
      name: "production regions are changed in another order",
      replacements: [[`${east}\n${west}`, `${west}\n${east}`]],
      caughtBy: all,
    },
    {
      name: "a foundation comes after its environments",
      replacements: [
        [`${foundation}\n`, ""],
        [`${east}\n`, `${east}\n${foundation}\n`],
      ],
      caughtBy: applyAll,
    },
    {
      name: "a deployment is missing",
      replacements: [[`${foundation}\n`, ""]],
      caughtBy: nightly,
    },
    {
      name: "checks are one after the other",
      replacements: [
        [
          "parallel selected().collectEntries { deployment -> [deployment.id, { check(deployment) }] }",
          "for (Map deployment in selected()) check(deployment)",
        ],
      ],
      caughtBy: "update: drift in one region",
    },
    {
      name: "failFast ends the other checks",
      replacements: [
        ["{ check(deployment) }] } }", "{ check(deployment) }] } + [failFast: true] }"],
      ],
      caughtBy: "update: one check ends with an error",
    },
    {
      name: "an update is of foundations, too",
      replacements: [[" && (action() != 'update' || 'release' in it.has)", ""]],
      caughtBy: all,
    },
    {
      name: "a check leaves out foundations",
      replacements: [["(action() != 'update' || 'release' in it.has)", "'release' in it.has"]],
      caughtBy: nightly,
    },
    {
      name: "an update of a foundation is no mistake",
      replacements: [["  if (selected().isEmpty()) error", "  if (DEPLOYMENTS.isEmpty()) error"]],
      caughtBy: "update of shared",
    },
    {
      name: "who chooses nothing updates everything",
      replacements: [["([UAT, 'all'] +", "(['all', UAT] +"]],
      caughtBy: all,
    },
    {
      name: "an agent of another region",
      replacements: [[west, west.replace("AG-USW2", "AG-EUW1")]],
      caughtBy: all,
    },
  ];
}
