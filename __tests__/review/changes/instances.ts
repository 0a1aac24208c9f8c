import { configure, edit, environments, type RealChange, standIns } from "./real-change";

export const instanceChanges: readonly RealChange[] = [
  {
    name: "another machine image",
    edits: [edit(standIns, 'name: "image-1"', 'name: "image-2"')],
    changes: environments,
    dangers: ["instances-replaced"],
    says: ["image/this changes (filter): a refresh replaces every instance, one after the other"],
  },
  {
    name: "a shorter time for the updater",
    edits: [configure("timeLimitSeconds: 300", "timeLimitSeconds: 240")],
    changes: environments,
    dangers: ["instances-replaced"],
    says: [
      "launch-template/this changes (user_data): a refresh replaces every instance",
      "-readonly UPDATER_SECONDS='300'",
      "+readonly UPDATER_SECONDS='240'",
      "content.mainSteps[runUpdater].inputs.runCommand",
    ],
  },
];
