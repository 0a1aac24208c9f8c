/** Prefix of every name; see names.ts. */
export const application = "test-app";

/** Where instances download the updater from, with the credentials of the download secret. */
export const updaterUrl = "https://server.com/testapp-autoupdater";

/** Where the updater lives on every instance; the client's requirement. */
export const updaterPath = "/usr/local/bin/testapp-autoupdater";

/** The engine of every environment's database; its newer minor versions are RDS's own doing. */
export const databaseEngine = {
  name: "mysql",
  majorVersion: "8.4",
  parameterFamily: "mysql8.4",
  port: 3306,
} as const;
