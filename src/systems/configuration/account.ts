import { standIns } from "./stand-ins";

/** Regions of the account that have a foundation, and so may hold environments. */
export const regions = ["us-east-1", "us-west-2", "eu-west-1"] as const;
export type Region = (typeof regions)[number];

/** What all systems have in common. */
export const account = {
  /** The only account that the AWS provider accepts. */
  id: standIns.accountId,
  /** Value of the tag `ProjectId` on everything. */
  projectId: "1234",
} as const;
