import { homePage } from "../../../src/systems/tally/home-page";
import { routes } from "../../../src/systems/tally/routes";
import { leaveSignals } from "../../e2e/drift/program";
import { PathRoutes } from "../../support/path-routes";
import { findTool, missing, type Tool } from "../../support/tools";
import { RunningTally, serviceNames } from "./running-tally";

/** Of sysexits.h. */
const unavailable = 69;

const needed: readonly Tool[] = ["initdb", "postgres", "openssl"];

/** Runs the three services over a PostgreSQL of their own until Ctrl-C, and leaves nothing behind. */
async function runTally(): Promise<void> {
  const lacking = needed.filter((tool) => findTool(tool) === undefined);
  if (lacking.length > 0) {
    console.error(missing(lacking));
    process.exitCode = unavailable;
    return;
  }
  leaveSignals();
  const told = new Promise<void>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.once(name, () => resolve());
  });
  const running: AsyncDisposable[] = [];
  const kept = <Each extends AsyncDisposable>(each: Each): Each => {
    running.unshift(each);
    return each;
  };
  try {
    const tally = kept(await RunningTally.prepare());
    await tally.migrate();
    const starting = serviceNames.map(async (name) => {
      const service = kept(await tally.start(name));
      await service.becomeReady();
      return { paths: routes[name], port: service.port };
    });
    const front = kept(await PathRoutes.start(await Promise.all(starting), homePage));
    console.log(`tally is at ${front.address} until Ctrl-C. Its numbers go with it.`);
    await told;
  } finally {
    for (const each of running) await each[Symbol.asyncDispose]();
  }
}

runTally();
