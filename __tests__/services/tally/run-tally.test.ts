import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Program } from "../../e2e/drift/program";
import { until } from "../../e2e/drift/until";
import { describeWithTools, toolPath } from "../../support/external-tools";

const tools = ["initdb", "postgres", "openssl", "chromium"] as const;

describeWithTools("npm run tally", tools, () => {
  let folder: string;
  let program: Program;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "run-tally-"));
    // PostgreSQL may run as another user.
    chmodSync(folder, 0o755);
    const project = path.resolve(__dirname, "../../..");
    const args = ["--import", "tsx", path.join(__dirname, "run-tally.ts")];
    const env = { PATH: process.env.PATH, TMPDIR: folder };
    program = new Program(process.execPath, args, { cwd: project, env });
    address = await until(() => {
      if (program.hasEnded) throw new Error(program.stderr);
      return /http:\S+/.exec(program.stdout)?.[0];
    });
  });
  afterAll(async () => {
    await program?.[Symbol.asyncDispose]();
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  });

  it("prints an address with pages that work in a browser without scripts", async () => {
    const browser = await chromium.launch({ executablePath: toolPath("chromium") });
    try {
      const page = await browser.newPage({
        javaScriptEnabled: false,
        viewport: { width: 360, height: 640 },
      });
      const problems: string[] = [];
      page.on("console", (message) => problems.push(message.text()));
      const sum = () => page.locator("output").innerText();
      const press = (name: string) => page.getByRole("button", { name }).click();

      await page.goto(address);
      await press("Add a number");
      for (const [value, total] of [
        ["5", "5"],
        ["7", "12"],
      ] as const) {
        await page.getByLabel("A number to add").fill(value);
        await press("Add");
        expect(await sum()).toBe(total);
      }
      await page.getByLabel("A number to add").fill("a dozen");
      await press("Add");
      expect(await page.getByRole("alert").innerText()).toContain('"a dozen" is not a number');
      await page.getByRole("link", { name: "Back" }).click();
      await page.getByRole("link", { name: "All services" }).click();

      await press("See the sum");
      expect(await sum()).toBe("12");
      await press("Look again");
      expect(await sum()).toBe("12");
      await page.goto(address);
      await press("Set it to zero");
      await press("Set it to zero");
      expect(await sum()).toBe("0");
      expect(problems.filter((each) => !each.includes("400 (Bad Request)"))).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it.each(["/", "/adder_service", "/display_service", "/reset_service"])(
    "%s can be used by everybody, and fits a phone",
    async (url) => {
      const browser = await chromium.launch({ executablePath: toolPath("chromium") });
      try {
        // The pages run no script; the checker's own must.
        const page = await browser.newPage({
          bypassCSP: true,
          viewport: { width: 360, height: 640 },
        });
        await page.goto(`${address}${url}`);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<any>("axe.run()");
        expect(violations.map(({ id }: { id: string }) => id)).toEqual([]);
        const widths = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
        expect(widths).toEqual([360, 360]);
      } finally {
        await browser.close();
      }
    },
  );

  it("ends at Ctrl-C, and leaves no program and no file", async () => {
    program.signal("SIGINT");
    expect(await program.ended).toMatchObject({ status: 0, stderr: "" });
    // tsx keeps what it has compiled.
    expect(readdirSync(folder).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
  });
});
