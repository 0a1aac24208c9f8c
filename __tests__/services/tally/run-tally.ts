import { homePage } from "../../../src/systems/tally/home-page";
import { routes } from "../../../src/systems/tally/routes";
import { PathRoutes } from "../../support/path-routes";
import { untilCtrlC } from "../until-ctrl-c";
import { RunningTally, serviceNames } from "./running-tally";

/** Runs the three services over a PostgreSQL of their own. */
async function runTally(told: Promise<void>): Promise<void> {
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

untilCtrlC(["initdb", "postgres", "openssl"], runTally);
