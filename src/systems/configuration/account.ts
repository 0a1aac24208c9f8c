import { standIns } from "./stand-ins";

/** Regions of the account that have a foundation, and so may hold environments. */
export const regions = ["us-east-1", "us-west-2", "eu-west-1"] as const;
export type Region = (typeof regions)[number];

/** What all environments have in common. */
export const account = {
  /** The only account that the AWS provider accepts. */
  id: standIns.accountId,
  /** Prefix of every name; see names.ts. */
  application: "test-app",
  /** Value of the tag `ProjectId` on everything. */
  projectId: "1234",
  /** Where instances download the updater from, with the credentials of the download secret. */
  updaterUrl: "https://server.com/testapp-autoupdater",
} as const;

/** Where the updater lives on every instance; the client's requirement. */
export const updaterPath = "/usr/local/bin/testapp-autoupdater";

/** The engine of every environment's database; its newer minor versions are RDS's own doing. */
export const databaseEngine = {
  name: "mysql",
  majorVersion: "8.4",
  parameterFamily: "mysql8.4",
  port: 3306,
} as const;
