import { told } from "../../support/log";
import { startProgram } from "../../support/program";
import { newServer, type Server, serve } from "../../support/server";
import { settingsOf } from "../../support/settings";
import { Numbers } from "./numbers";
import { serviceVariables } from "./settings";

/** Adds a service's routes to its server. */
export type Routes = (server: Server, numbers: Numbers) => void;

/**
 * Starts one of the services. It listens at once, and says that it isn't ready until the database answers.
 *
 * @param build the service's own package.json
 */
export async function startService(build: { name: string; version: string }, routes: Routes) {
  await startProgram(build, async (origin) => {
    const variables = settingsOf(serviceVariables, process.env);
    const numbers = new Numbers(variables, (error) =>
      server.log.warn({ reason: told(error) }, "a connection was lost"),
    );
    const server = newServer(origin, () => numbers.ready());
    routes(server, numbers);
    await serve(server, { host: variables.HOST, port: variables.PORT }, () => numbers.end());
  });
}
