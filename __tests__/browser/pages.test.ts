import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeWithTools, toolPath } from "../support/external-tools";
import { pages } from "./pages";

/**
 * What Jenkins sends with what a build has archived.
 * https://www.jenkins.io/doc/book/security/configuring-content-security-policy/
 */
const jenkins = "sandbox; default-src 'none'; img-src 'self'; style-src 'self';";
const places = [
  ["in a browser", undefined],
  ["in Jenkins, without its styles", jenkins],
] as const;

/** What a page consists of: none of these loads or runs anything. */
const elements =
  "html head meta title style body main header section h1 h2 h3 h4 h5 p ul li dl dt dd a code samp strong small br wbr details summary svg defs pattern path rect circle text";

const phone = { width: 360, height: 740 };
const desktop = { width: 1280, height: 800 };
const paper = { width: 680, height: 960 };

describeWithTools("pages in a browser", ["chromium"], () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  const requests: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url = "" }, response) => {
      const { pathname, searchParams } = new URL(url, "http://localhost");
      const policy = searchParams.get("policy");
      response.setHeader("Content-Type", "text/html");
      if (policy !== null) response.setHeader("Content-Security-Policy", policy);
      response.end(pages[Number(pathname.slice(1))]?.[2]);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath: toolPath("chromium") });
    page = await browser.newPage();
    page.on("request", (request) => requests.push(request.url()));
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function open(index: number, policy: string | undefined, size: typeof phone) {
    const { port } = server.address() as AddressInfo;
    const url = new URL(`http://127.0.0.1:${port}/${index}`);
    if (policy !== undefined) url.searchParams.set("policy", policy);
    requests.length = 0;
    await page.setViewportSize(size);
    await page.goto(url.href);
    expect(requests).toEqual([url.href]);
  }

  const widths = () => page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);

  describe.each(places)("%s", (_, policy) => {
    it.each(pages.map(([name, outcome], index) => [name, outcome, index] as const))(
      "%s begins with its outcome, fits a phone and a sheet of paper, and is nothing but text",
      async (_name, outcome, index) => {
        await open(index, policy, phone);
        expect(await page.innerText("main")).toMatch(new RegExp(`^ ?${outcome}\\n`));
        const link = await page.locator(`a[href^="../"][href*=".md#"]`).first().boundingBox();
        const isOverview = await page.locator("#environment-0").count();
        if (isOverview === 0) expect(link?.y).toBeLessThan(phone.height);
        const [scroll, shown] = await widths();
        expect(scroll).toBe(shown);
        const there = await page.evaluate(() =>
          [...document.querySelectorAll("*")].map((each) => each.localName),
        );
        expect(new Set(elements.split(" "))).toEqual(new Set([...elements.split(" "), ...there]));

        await page.setViewportSize(paper);
        await page.emulateMedia({ media: "print" });
        const [printed, sheet] = await widths();
        await page.emulateMedia({ media: "screen" });
        expect(printed).toBe(sheet);
      },
    );

    it("shows when each instance ran, in colours", async () => {
      await open(
        pages.findIndex(([name]) => name === "a rollout"),
        policy,
        phone,
      );
      const maxWidth = await page.evaluate(() => getComputedStyle(document.body).maxWidth);
      expect(maxWidth).toBe(policy === undefined ? "992px" : "none");
      const bars = await page.evaluate(() =>
        [...document.querySelectorAll("svg.row")].map((row) => {
          const whole = row.getBoundingClientRect();
          const last = [...row.querySelectorAll("rect")].at(-1) as SVGRectElement;
          const { left, right } = last.getBoundingClientRect();
          const share = (x: number) => Math.round((100 * (x - whole.left)) / whole.width);
          const { fill, strokeDasharray } = getComputedStyle(last);
          return [row.getAttribute("aria-label"), share(left), share(right), fill, strokeDasharray];
        }),
      );
      expect(bars).toEqual([
        ["i-0000000000000000a: updated, 08:01:00 to 08:05:00", 10, 50, "rgb(17, 99, 41)", "none"],
        ["i-0000000000000000b: failed, 08:05:00 to 08:06:00", 50, 60, "rgb(179, 38, 30)", "none"],
        [
          "i-0000000000000000c: still going, 08:06:00 to ?",
          60,
          100,
          'url("#hatched-unknown")',
          "none",
        ],
        ["i-0000000000000000e: not updated, did not run", 0, 100, "rgb(239, 241, 243)", "none"],
        ["i-0000000000000000d: unknown, not seen to run", 0, 100, "none", "4px, 4px"],
      ]);
    });
  });

  it.each(pages.map(([name], index) => [name, index] as const))(
    "%s has nothing that axe would mend",
    async (_name, index) => {
      await open(index, undefined, desktop);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run(),
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
  );
});
