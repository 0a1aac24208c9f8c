import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { until } from "../../e2e/drift/until";
import { describeWithTools } from "../../support/external-tools";
import { PathRoutes } from "../../support/path-routes";
import type { RunningService } from "../running-service";
import { RunningTally, serviceNames } from "./running-tally";
import { synthesizedHealthPath, synthesizedRoutes } from "./synthesized-stack";

const json = { accept: "application/json" };
/** What all target groups ask for. */
const healthPath = await synthesizedHealthPath();
const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

describeWithTools("tally's services over PostgreSQL", ["initdb", "postgres", "openssl"], () => {
  let tally: RunningTally;
  let adder: RunningService;
  let display: RunningService;
  let reset: RunningService;

  beforeAll(async () => {
    tally = await RunningTally.prepare();
    await tally.migrate();
    [adder, display, reset] = await Promise.all([
      tally.start("adder"),
      tally.start("display"),
      tally.start("reset"),
    ]);
    await Promise.all([adder, display, reset].map((each) => each.becomeReady()));
  });
  afterAll(async () => {
    for (const each of [adder, display, reset]) await each?.[Symbol.asyncDispose]();
    await tally?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await reset.fetch("/reset_service", { method: "POST" });
  });

  const add = (value: unknown) =>
    adder.fetch("/adder_service", {
      method: "POST",
      headers: { ...json, "content-type": "application/json" },
      body: JSON.stringify({ value }),
    });
  const submit = (value: string) =>
    adder.fetch("/adder_service", {
      method: "POST",
      headers: browser,
      body: new URLSearchParams({ value }),
    });
  const sum = async (service: RunningService, url: string) =>
    (await service.fetch(url, { headers: json })).json();

  it("shows 12 in adder and display when 5 and 7 are added", async () => {
    expect((await add(5)).status).toBe(201);
    expect(await (await add("7")).json()).toEqual({ value: "7", sum: "12" });
    expect(await sum(adder, "/adder_service")).toEqual({ sum: "12" });
    expect(await sum(display, "/display_service")).toEqual({ sum: "12" });
    const pages = await Promise.all([
      adder.fetch("/adder_service", { headers: browser }),
      display.fetch("/display_service/", { headers: browser }),
    ]);
    for (const each of pages) {
      expect(each.headers.get("content-type")).toContain("text/html");
      expect(await each.text()).toContain("<output>12</output>");
    }
  });

  it("adds decimals exactly, and takes away what is negative", async () => {
    for (const value of ["0.1", "0.2", -0.05, "+1"]) expect((await add(value)).status).toBe(201);
    expect(await sum(display, "/display_service")).toEqual({ sum: "1.25" });
  });

  it("leads a browser back to the page after a form, so that loading it again adds nothing", async () => {
    const answer = await submit("5");
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/adder_service"]);
    expect(await sum(display, "/display_service")).toEqual({ sum: "5" });
  });

  it("sets the sum to zero", async () => {
    await add(5);
    const answer = await reset.fetch("/reset_service", { method: "POST", headers: json });
    expect(await answer.json()).toEqual({ sum: "0" });
    expect(await sum(display, "/display_service")).toEqual({ sum: "0" });
    expect(await sum(adder, "/adder_service")).toEqual({ sum: "0" });
  });

  it("loses none of fifty numbers that are added at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => add(index + 1)));
    expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
    expect(await sum(display, "/display_service")).toEqual({ sum: "1275" });
  });

  it.each([
    ["what is no number", "five", '"five" is not a number: write digits, such as 5 or -2.75.'],
    ["nothing", "", '"" is not a number: write digits, such as 5 or -2.75.'],
    ["digits of another kind", "0x10", '"0x10" is not a number'],
    ["NaN", "NaN", '"NaN" is not a number'],
    ["what is too large", "1000000000001", "1000000000001 is too large: write a number from"],
    ["what is far too large", -1e300, "-1e+300 is too large"],
    ["what is too long", "1".repeat(33), "The value is too long: write at most 32 characters."],
    ["a list", [5], "Send a number as value, such as value=5."],
    ["null", null, "Send a number as value, such as value=5."],
  ])("refuses %s with 400 and the reason, and adds nothing", async (_, value, reason) => {
    const answer = await add(value);
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { error: string }).error).toContain(reason);
    expect(await sum(display, "/display_service")).toEqual({ sum: "0" });
  });

  it("refuses broken JSON, a body without a value and another type with the reason", async () => {
    const headers = { ...json, "content-type": "application/json" };
    const post = (body: string, type = headers) =>
      adder.fetch("/adder_service", { method: "POST", headers: type, body });
    expect((await post("{")).status).toBe(400);
    expect((await post("{}")).status).toBe(400);
    expect((await post("a", { ...headers, "content-type": "text/csv" })).status).toBe(415);
    expect((await post(`"${"1".repeat(20_000)}"`)).status).toBe(413);
  });

  it("tells a person why on a page, in which nothing of theirs is HTML", async () => {
    const answer = await submit("<script>alert(1)</script>");
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain("&quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot; is not a number");
    expect(text).not.toContain("<script>");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("is reached by the paths of the load balancer's synthesized rules, and has a home page for all others", async () => {
    await using front = await PathRoutes.start(
      ...(await synthesizedRoutes({ adder: adder.port, display: display.port, reset: reset.port })),
    );
    const get = (url: string, init: RequestInit = {}) => fetch(`${front.address}${url}`, init);
    await get("/adder_service", { method: "POST", body: new URLSearchParams({ value: "5" }) });
    const titles: Record<string, string | undefined> = {};
    for (const url of [
      "/",
      "/adder_service",
      "/display_service/",
      "/reset_service?x=1",
      "/other",
    ]) {
      const text = await (await get(url, { headers: browser })).text();
      titles[url] = /<h1>(\w+)<\/h1>/.exec(text)?.[1];
    }
    expect(titles).toEqual({
      "/": "Tally",
      "/adder_service": "Adder",
      "/display_service/": "Display",
      "/reset_service?x=1": "Reset",
      "/other": "Tally",
    });
    expect(await (await get("/display_service")).json()).toEqual({ sum: "5" });
    await get("/reset_service", { method: "POST" });
    expect(await (await get("/display_service")).json()).toEqual({ sum: "0" });
  });

  it("lets each service's user do with the numbers what it must, and no more", async () => {
    const attempts = {
      tally_display: ["INSERT INTO numbers (value) VALUES (1)", "DELETE FROM numbers"],
      tally_adder: ["DELETE FROM numbers", "UPDATE numbers SET value = 0", "DROP TABLE numbers"],
      tally_reset: ["INSERT INTO numbers (value) VALUES (1)", "CREATE TABLE mine (id int)"],
    };
    for (const [user, statements] of Object.entries(attempts)) {
      const client = await tally.database.connection("tally", user);
      for (const each of statements)
        await expect(client.query(each), `${user}: ${each}`).rejects.toMatchObject({
          code: "42501",
        });
      await client.end();
    }
  });

  it("writes its log as lines of JSON that name service and version, without health checks", async () => {
    await adder.fetch("/health");
    await adder.fetch("/nowhere");
    const lines = await until(() => adder.log.find(({ req }) => (req as any)?.url === "/nowhere"));
    expect(lines).toMatchObject({ level: "info", service: "tally-adder", version: "1.0" });
    expect(lines.time).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(adder.log.filter(({ req }) => /health|ready/.test((req as any)?.url))).toEqual([]);
  });

  it("answers the request in hand when it is told to end, and ends with 0", async () => {
    await using extra = await tally.start("adder");
    await extra.becomeReady();
    const client = await tally.database.connection();
    await client.query("BEGIN");
    await client.query("LOCK TABLE numbers IN ACCESS EXCLUSIVE MODE");
    const inHand = extra.fetch("/adder_service", {
      method: "POST",
      headers: json,
      body: new URLSearchParams({ value: "5" }),
    });
    const waiting = "SELECT FROM pg_locks WHERE NOT granted";
    await until(async () => (await client.query(waiting)).rowCount || undefined);
    extra.program.signal("SIGTERM");
    await until(() => extra.log.find(({ msg }) => msg === "ending"));
    await client.query("COMMIT");
    await client.end();
    const answer = await inHand;
    expect(answer.status).toBe(201);
    // A connection that stayed open would keep the service longer than the platform waits.
    expect(answer.headers.get("connection")).toBe("close");
    expect(await extra.program.ended).toMatchObject({ status: 0, signal: null, stderr: "" });
  });

  it("makes one schema though the tasks of three services migrate at the same time", async () => {
    const name = await tally.database.create("together");
    const printed = await Promise.all([1, 2, 3].map(() => tally.migrate(name)));
    expect(printed.flatMap((line) => JSON.parse(line).applied)).toEqual([1]);
    const client = await tally.database.connection(name);
    const tables = "SELECT FROM pg_tables WHERE schemaname = 'public'";
    expect((await client.query(tables)).rowCount).toBe(2);
    const members = `SELECT member::regrole::text AS user FROM pg_auth_members
      WHERE roleid = 'rds_iam'::regrole AND member::regrole::text LIKE 'tally%' ORDER BY 1`;
    const users = (await client.query<{ user: string }>(members)).rows.map(({ user }) => user);
    expect(users).toEqual(serviceNames.map((each) => `tally_${each}`));
    await client.end();
  });

  it("takes back nothing that a newer version has granted, and grants nothing that it took", async () => {
    const name = await tally.database.create("newer");
    await tally.migrate(name);
    const client = await tally.database.connection(name);
    const rights = async () => {
      const { rows } = await client.query(
        `SELECT grantee, privilege_type FROM information_schema.table_privileges
        WHERE table_name = 'numbers' AND grantee LIKE 'tally%' ORDER BY 1, 2`,
      );
      return rows.map(({ grantee, privilege_type: right }) => `${grantee} ${right}`);
    };
    await client.query("GRANT UPDATE ON numbers TO tally_display");
    await client.query("REVOKE DELETE ON numbers FROM tally_reset");
    await client.query("INSERT INTO migrations (number) VALUES (2)");
    const newer = await rights();
    expect(newer).toContain("tally_display UPDATE");
    expect(JSON.parse(await tally.migrate(name))).toMatchObject({ applied: [], users: [] });
    expect(await rights()).toEqual(newer);
    await client.end();
  });

  it("says which variables are wrong, and never a value", async () => {
    const wrong = (other: NodeJS.ProcessEnv) => tally.start("adder", other).catch(String);
    const port = await wrong({ DATABASE_PORT: "a secret", AWS_REGION: "" });
    expect(port).toMatch(/"not started".*DATABASE_PORT: .*AWS_REGION: /);
    expect(port).not.toContain("a secret");
    const clear = await wrong({ DATABASE_HOST: "db.example.com" });
    expect(clear).toContain("DATABASE_AUTHORITIES: only a database on this machine");
  });

  it("is neither ready nor healthy before it has reached the schema, as a version that is rolled back", async () => {
    const name = await tally.database.create("later");
    await using service = await tally.start("display", { DATABASE_NAME: name });
    expect(await statesOf(service)).toEqual([503, 503]);
    await tally.migrate(name);
    expect((await service.fetch(healthPath)).status).toBe(200);
    expect(await statesOf(service)).toEqual([200, 200]);
  });

  it("isn't ready while the database is away, and stays healthy: nothing replaces it", async () => {
    await using service = await tally.start("display");
    await service.becomeReady();
    await tally.database.stop();
    expect(await statesOf(service)).toEqual([200, 503]);
    const answer = await service.fetch("/display_service");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      error: "The service can't do this now. Try again in a minute.",
    });

    await tally.database.run();
    await service.becomeReady();
    expect(await (await service.fetch("/display_service")).json()).toEqual({ sum: "0" });
  });
});

/** Of what the platform asks for, and of what says whether the service can do its work. */
function statesOf(service: RunningService): Promise<number[]> {
  return Promise.all([healthPath, "/ready"].map(async (url) => (await service.fetch(url)).status));
}
