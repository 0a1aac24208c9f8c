import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { authoritiesFile, bundle } from "../../../services/bundle";
import { machinePaths } from "../../../src/systems/tally/machine/boot";
import { type Program, succeed } from "../../e2e/drift/program";
import { until } from "../../e2e/drift/until";
import {
  baseName,
  ContainerImages,
  containerTools,
  noContainersBecause,
} from "../../support/container-images";
import { describeUnless, describeWithTools } from "../../support/external-tools";
import { freePort } from "../../support/free-port";
import { PostgreSql } from "../../support/postgresql";
import { synthesizedTask } from "../../support/synthesized-task";
import { synthesizedMachineVariables } from "./synthesized-stack";

const title = "tally's images";
const tools = [...containerTools, "initdb", "postgres", "openssl"] as const;
const services = ["adder", "display", "reset"] as const;
/** What every variable is named, and what most of them hold, the stack says. */
const [display, reset, adder] = [
  await synthesizedTask("tally-production", "display"),
  await synthesizedTask("tally-production", "reset"),
  await synthesizedMachineVariables(),
];
/** Where a service's programs lie (default: as the image says). */
const folders: Record<string, string> = { adder: machinePaths.folder };
const variablesOf = {
  adder,
  display: display.display?.variables ?? {},
  reset: reset.reset?.variables ?? {},
};

function suite(): void {
  let folder: string;
  let images: ContainerImages;
  let database: PostgreSql;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "images-"));
    images = await ContainerImages.prepare();
    database = await PostgreSql.start();
    for (const name of services) {
      await bundle("tally", name, path.join(folder, name));
      await build(name);
    }
    // The base is made once on a machine, which may take minutes, and one suite waits for the other.
  }, 1_800_000);
  afterAll(async () => {
    await database?.[Symbol.asyncDispose]();
    await images?.[Symbol.asyncDispose]();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  const build = (name: string) =>
    images.build(`tally-${name}`, path.join(folder, name), { VERSION: "1.0.7", COMMIT: "0123abc" });
  /** With this machine's database in place of the stack's, and no variable more. */
  const here = (variables: Readonly<Record<string, string>>, port = 0) => {
    const local: Record<string, string> = {
      DATABASE_HOST: database.host,
      DATABASE_PORT: String(database.port),
      DATABASE_NAME: database.database,
      DATABASE_MASTER_USER: database.master,
      DATABASE_MASTER_PASSWORD: "any",
      PORT: String(port),
    };
    const entries = Object.entries(variables);
    return Object.fromEntries(entries.map(([name, value]) => [name, local[name] ?? value]));
  };
  /** With the authority that has signed the database's certificate in place of RDS's, where programs lie. */
  const trusting = (folder = "/srv") => ({
    mounts: { [`${folder}/${authoritiesFile}`]: database.authority },
  });
  const migrate = () => {
    const { variables = {}, command = [] } = display.migrate ?? {};
    return images.run("tally-display", here(variables), { ...trusting(), command });
  };

  async function start(
    name: (typeof services)[number],
    options: { mounts: Record<string, string> } = trusting(folders[name]),
  ) {
    const port = await freePort();
    const program = images.run(`tally-${name}`, here(variablesOf[name], port), options);
    await until(() => {
      if (program.hasEnded) throw new Error(`${program.stdout}${program.stderr}`);
      return program.stdout.includes("Server listening") || undefined;
    });
    const get = async (url: string, init: RequestInit = {}) =>
      fetch(`http://127.0.0.1:${port}${url}`, init);
    return { program, get };
  }

  async function endOf(program: Program) {
    program.signal("SIGTERM");
    return (await program.ended).status;
  }

  it("have the same id when they are built again, name their version and commit, and run as user 1000", async () => {
    expect(await build("display")).toBe(await build("display"));
    for (const name of services) {
      const { Labels, User, Cmd } = await images.inspect(`tally-${name}`);
      expect(Labels).toMatchObject({
        "org.opencontainers.image.base.name": baseName,
        "org.opencontainers.image.version": "1.0.7",
        "org.opencontainers.image.revision": "0123abc",
      });
      expect([User, Cmd]).toEqual(["1000:1000", ["node", "start.js"]]);
    }
  });

  it("are run here as the stack's task definitions say", () => {
    for (const container of [...Object.values(display), ...Object.values(reset)])
      expect(container).toMatchObject({
        user: "1000",
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { add: [], drop: ["ALL"] } },
      });
    expect(Object.keys(display)).toEqual(["migrate", "display"]);
    expect(Object.keys(reset)).toEqual(["migrate", "reset"]);
    expect(reset.migrate?.variables).toEqual(display.migrate?.variables);
  });

  it("can write nowhere, and have no rights", async () => {
    const tried = [
      "const fs = require('fs'); const codes = [];",
      "for (const file of ['/srv/x', '/tmp/x', '/srv/start.js', '/etc/passwd'])",
      "try { fs.writeFileSync(file, ''); codes.push('written') } catch (error) { codes.push(error.code) }",
      "const status = fs.readFileSync('/proc/self/status', 'utf8');",
      "console.log(JSON.stringify([process.getuid(), codes, /CapBnd:\\s*(\\w+)/.exec(status)[1]]))",
    ].join("\n");
    const printed = await succeed(
      images.run("tally-display", {}, { command: ["node", "-e", tried] }),
    );
    const [uid, codes, capabilities] = JSON.parse(printed);
    expect([uid, Number(capabilities)]).toEqual([1000, 0]);
    expect(codes.filter((code: string) => !["EROFS", "EACCES"].includes(code))).toEqual([]);
  });

  it("migrate and serve with the variables of the task definition, over TLS", async () => {
    expect(JSON.parse(await succeed(migrate()))).toMatchObject({ msg: "migrated", applied: [1] });
    const running = await Promise.all(services.map((name) => start(name)));
    const [adding, displaying] = running;
    for (const { get } of running)
      await until(async () => (await get("/ready")).status === 200 || undefined);
    for (const value of ["5", "7"])
      await adding?.get("/adder_service", { method: "POST", body: new URLSearchParams({ value }) });
    expect(await (await displaying?.get("/display_service"))?.json()).toEqual({ sum: "12" });

    const client = await database.connection("postgres", "postgres");
    const { rows } = await client.query(
      "SELECT DISTINCT usename, ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE usename LIKE 'tally%' ORDER BY 1",
    );
    await client.end();
    expect(rows).toEqual(services.map((name) => ({ usename: `tally_${name}`, ssl: true })));
    for (const { program } of running) expect(await endOf(program)).toBe(0);
  });

  it("aren't ready with a database whose certificate RDS hasn't signed", async () => {
    const { program, get } = await start("display", { mounts: {} });
    expect((await get("/ready")).status).toBe(503);
    // A line may come behind the answer.
    await until(() => /certificate/.test(program.stdout) || undefined);
    expect(program.stdout).toMatch(/"not ready"/);
    expect(await endOf(program)).toBe(0);
  });
}

if (noContainersBecause === undefined) describeWithTools(title, tools, suite);
else describeUnless(noContainersBecause, title, suite, false);
