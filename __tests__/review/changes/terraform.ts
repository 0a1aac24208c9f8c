import { edit, environments, foundations, type RealChange } from "./real-change";

export const terraformChanges: readonly RealChange[] = [
  {
    name: "another name of the states",
    edits: [
      edit(
        "src/systems/test-app/names.ts",
        "stateKey: `${id}.tfstate`",
        "stateKey: `test-app/${id}.tfstate`",
      ),
    ],
    changes: environments,
    dangers: ["state-moved"],
    says: ["Terraform looks for the state in another place, and would create everything anew"],
  },
  {
    name: "a newer Terraform",
    edits: [
      edit(
        "stacks/aws-stack.ts",
        /"terraform\.required_version", "[^"]*"/,
        '"terraform.required_version", ">= 1.14.0"',
      ),
    ],
    changes: [...environments, ...foundations],
    dangers: ["version-changed"],
    says: ["→ >= 1.14.0"],
  },
  {
    name: "a region that is given up",
    edits: [
      edit("main.ts", 'new ApplicationStack(app, environments["production-eu-west-1"]);', ""),
    ],
    changes: ["production-eu-west-1"],
    dangers: ["environment-removed"],
    says: [
      "production-eu-west-1 is no longer in the code: what it made stays, and nobody checks it",
    ],
  },
];
