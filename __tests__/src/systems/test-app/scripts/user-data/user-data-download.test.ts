import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { describeWithTools, toolPath } from "../../../../../support/external-tools";
import { certificate, makeCertificate } from "../certificate";
import { TOOLS } from "../instance";
import { type Answer, StandIn } from "../stand-ins";
import { failed, failedWith, given, updated } from "./given";

describeWithTools("the boot script, downloading and running the updater", TOOLS, () => {
  describe.concurrent("when the updater", () => {
    test("fails, the boot has failed", async (context) => {
      const instance = await given(context, {
        download: (_request, response) => response.end(instance.updater("1", "exit 7")),
      });

      expect(await instance.boot()).toEqual(failedWith(instance.updater("1", "exit 7")));

      expect(instance.log).toMatch(/updater ended with exit code 7\n/);
    });

    test("hangs, it is killed, and what it leaves behind holds nothing up", async (context) => {
      // It ignores SIGTERM from its first command on: a slow machine may reach later ones too late.
      const updater = () =>
        instance
          .updater("1", "setsid sleep 600 &\nwhile :; do sleep 1; done")
          .replace("\n", "\ntrap '' TERM\n");
      const instance = await given(context, {
        download: (_request, response) => response.end(updater()),
        limits: { updaterSeconds: 5 },
      });

      expect(await instance.boot()).toEqual(failedWith(updater()));

      expect(instance.log).toMatch(/updater ended with exit code 137 at its time limit of 5 s\n/);
    });

    test("says very much, the log has its end only", async (context) => {
      const line = (length: number) => `head -c ${length} /dev/zero | tr '\\0' x; echo`;
      const chatter = [line(5_000_000), "seq 9999", line(3_000), "echo last words"].join("\n");
      const instance = await given(context, {
        download: (_request, response) => response.end(instance.updater("1", chatter)),
      });

      expect(await instance.boot()).toEqual(updated(instance.updater("1", chatter)));

      const quoted = instance.log.split("\n").filter((text) => text.includes("Z   | "));
      expect(quoted).toHaveLength(3);
      expect(quoted.at(-1)).toMatch(/\| last words$/);
      expect(Math.max(...quoted.map((text) => text.length))).toBeLessThan(450);
      expect(readFileSync(instance.paths.updaterLog).length).toBeGreaterThan(5_000_000);
    });

    test("is run by somebody else, it is not run again", async (context) => {
      const instance = await given(context, { limits: { lockSeconds: 1 } });
      instance.install(instance.updater("0"));
      instance.spawn([toolPath("flock")], [instance.paths.lock, "sleep", "600"]);
      await context.expect
        .poll(() => spawnSync(toolPath("flock"), ["-n", instance.paths.lock, "true"]).status)
        .toBe(1);

      expect(await instance.boot()).toEqual({
        ...failedWith(instance.updater("0")),
        runs: [],
        lockIsFree: false,
      });

      expect(instance.log).toContain("another run of the updater holds");
    });
  });

  test("a rollout that begins before the boot has ended keeps its download", async (context) => {
    const instance = await given(context, {
      meanwhile: () => {
        expect(instance.lockIsFree()).toBe(true);
        writeFileSync(`${instance.paths.updater}.download`, "#!");
      },
    });

    expect(await instance.boot()).toEqual({
      ...updated(instance.updater("1")),
      leftovers: ["/disk/bin/updater.download"],
    });
  });

  describe.concurrent("when the download server", () => {
    test("refuses the password, it is not asked again", async (context) => {
      const instance = await given(context, {
        secret: (right) => right.replace('"password":"', '"password":"not-'),
      });

      expect(await instance.boot()).toEqual(failed);

      expect(instance.downloads.requests).toHaveLength(1);
      expect(instance.log).toMatch(/download failed: .* HTTP status 401\n/);
      expect(instance.log).toContain("goes on with the application of its image");
    });

    test("is down and comes up, it is asked again", async (context) => {
      const instance = await given(context);
      instance.downloads.stop();

      const boot = instance.boot();
      await instance.logHas(/trying again in 1 s/);
      await instance.downloads.start();

      expect(await boot).toEqual(updated(instance.updater("1")));
      expect(instance.log).toMatch(/download failed: curl's exit code 7,/);
    });

    test("is busy at first, it is asked again", async (context) => {
      const instance = await given(context, {
        download: (_request, response, nth) =>
          nth < 3 ? response.writeHead(nth === 1 ? 503 : 429).end() : response.end("#!/bin/true\n"),
      });

      expect(await instance.boot()).toEqual({ ...updated("#!/bin/true\n"), runs: [] });

      expect(instance.log).toMatch(/HTTP status 503\n(.*\n)+.*HTTP status 429\n/);
    });

    test("has a certificate that isn't valid yet, it is asked again", async (context) => {
      const instance = await given(context);
      instance.downloads.show(makeCertificate());

      const boot = instance.boot();
      await instance.logHas(/trying again in 1 s/);
      instance.downloads.show(certificate());

      expect(await boot).toEqual(updated(instance.updater("1")));
      expect(instance.log).toMatch(/download failed: curl's exit code 60,/);
    });

    test("never comes to an end, the boot goes on when the time is up", async (context) => {
      const instance = await given(context, {
        download: (_request, response) => {
          const trickle = setInterval(() => response.write("#"), 100);
          response.on("close", () => clearInterval(trickle));
        },
        limits: { downloadSeconds: 2 },
      });
      instance.install(instance.updater("0"));

      expect(await instance.boot()).toEqual(failedWith(instance.updater("0")));

      expect(instance.log).toContain("the updater could not be renewed");
    });

    test("redirects to another host, the credentials don't follow", async (context) => {
      const elsewhere = new StandIn((_request, response) => {
        response.end("#!/bin/true\n");
      }, certificate());
      context.onTestFinished(() => elsewhere.stop());
      await elsewhere.start();
      const instance = await given(context, {
        download: redirectTo(() => `https://127.0.0.1:${elsewhere.port}/updater`),
      });

      expect(await instance.boot()).toEqual({ ...updated("#!/bin/true\n"), runs: [] });

      expect(elsewhere.requests).toHaveLength(1);
      expect(elsewhere.requests[0]?.headers).not.toHaveProperty("authorization");
    });

    test("redirects to plain HTTP, nothing is fetched there", async (context) => {
      const plain = new StandIn((_request, response) => {
        response.end("#!/bin/true\n");
      });
      context.onTestFinished(() => plain.stop());
      await plain.start();
      const instance = await given(context, {
        download: redirectTo(() => `http://localhost:${plain.port}/updater`),
      });

      expect(await instance.boot()).toEqual(failed);

      expect(plain.requests).toEqual([]);
    });

    test("redirects for ever, it is followed three times", async (context) => {
      const instance = await given(context, { download: redirectTo(() => "/again") });

      expect(await instance.boot()).toEqual(failed);

      expect(instance.downloads.requests).toHaveLength(4);
    });
  });

  describe.concurrent("refuses to install", () => {
    test("a truncated download", async (context) => {
      const instance = await given(context, {
        download: (_request, response) => {
          response.writeHead(200, { "content-length": "1000" });
          response.write("#!/bin/bash\n", () => response.destroy());
        },
        limits: { downloadSeconds: 5 },
      });

      expect(await instance.boot()).toEqual(failed);

      expect(instance.downloads.requests.length).toBeGreaterThan(1);
    });

    test("a wrong checksum, and goes on with the updater of before", async (context) => {
      const instance = await given(context, { updaterSha256: "0".repeat(64) });
      instance.install(instance.updater("0"));

      expect(await instance.boot()).toEqual(failedWith(instance.updater("0")));

      expect(instance.log).toMatch(/wrong checksum: [0-9a-f]{64}, expected 0{64}/);
      expect(instance.previous).toBe("");
    });

    test("an HTML error page with status 200", async (context) => {
      const instance = await given(context, {
        download: (_request, response) => response.end("<!doctype html>\n<h1>Sorry</h1>\n"),
      });

      expect(await instance.boot()).toEqual(failed);

      expect(instance.log).toContain("the download is not a program");
    });
  });
});

function redirectTo(target: () => string): Answer {
  return (_request, response) => {
    response.writeHead(302, { location: target() }).end();
  };
}
