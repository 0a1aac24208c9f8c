import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { describeWithTools, toolPath } from "../support/external-tools";
import {
  Checkout,
  digests,
  ids,
  images,
  nothing,
  registry,
  root,
  script,
} from "./release-checkout";

const version = "version 7 producer consumer grafana";

describeWithTools("the release of images", ["bash", "git", "jq", "shellcheck"], () => {
  it("is a script that shellcheck accepts, and so is Grafana's start", () => {
    const scripts = [script, path.join(root, "services/messages/grafana/start.sh")];
    const { status, stdout } = spawnSync(toolPath("shellcheck"), scripts, { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });

  it("builds, scans, pushes, and writes down digests and tags: the source that was built has the tag", () => {
    using checkout = new Checkout();
    const source = checkout.git("rev-parse", "HEAD");
    checkout.succeed(version, "build", "scan", "push");
    checkout.moveMain();
    checkout.succeed("record");

    expect(checkout.released).toEqual({
      producer: { version: "1.0.7", digest: digests.producer },
      consumer: { version: "1.0.7", digest: digests.consumer },
      grafana: { version: "1.0.7", digest: digests.grafana },
    });
    const log = checkout.git(
      "--git-dir",
      checkout.origin,
      "log",
      "--format=%s",
      "--name-only",
      "main",
    );
    expect(log).toMatch(
      `Release messages: producer 1.0.7,consumer 1.0.7,grafana 1.0.7\n\n${images}\nother\n`,
    );
    for (const service of Object.keys(digests))
      expect(checkout.git("ls-remote", "origin", `refs/tags/messages-${service}-1.0.7`)).toMatch(
        source,
      );
    for (const call of [
      `--file services/Dockerfile --tag messages/consumer:1.0.7 --build-arg VERSION=1.0.7 --build-arg COMMIT=${source} build/consumer`,
      `--file services/messages/grafana/Dockerfile --tag messages/grafana:1.0.7 --build-arg VERSION=1.0.7 --build-arg COMMIT=${source} services/messages/grafana`,
      `docker tag ${ids.producer} ${registry}/messages/producer:1.0.7\ndocker push --quiet ${registry}/messages/producer:1.0.7`,
    ])
      expect(checkout.calls).toContain(call);
    expect(checkout.calls).toMatch(
      new RegExp(`docker run .* image --quiet --exit-code 10 .* ${ids.producer}\\n`),
    );
  });

  it("writes its digests on top of those that another release has written meanwhile", () => {
    using checkout = new Checkout();
    checkout.succeed("version 8 producer", "build", "scan", "push");
    const others = {
      producer: { version: "1.0.7", digest: nothing },
      consumer: { version: "1.0.7", digest: digests.grafana },
      grafana: { version: "1.0.7", digest: nothing },
    };
    checkout.moveMain(images, JSON.stringify(others));
    checkout.succeed("record");
    expect(checkout.released).toEqual({
      ...others,
      producer: { version: "1.0.8", digest: digests.producer },
    });
  });

  it("writes them once more where main moves in that moment, and not for ever", () => {
    using checkout = new Checkout();
    const source = checkout.git("rev-parse", "HEAD");
    checkout.succeed("version 8 producer", "build", "scan", "push");
    checkout.moveMainAtPushes(7);
    const { status, stderr } = checkout.run(["record"]);
    expect(status).toBe(1);
    expect(stderr).toContain("git has refused it five times (see above): release again");
    expect(checkout.git("ls-remote", "--tags", "origin")).toBe("");

    checkout.succeed("record");
    expect(checkout.released).toMatchObject({ producer: { version: "1.0.8" } });
    expect(checkout.git("ls-remote", "origin", "refs/tags/messages-producer-1.0.8")).toMatch(
      source,
    );
    expect(checkout.run(["record"]).stderr).toBe(
      "record needs what push has found out: run it first\n",
    );
  });

  it("may write them again, where git took them and its answer was lost", () => {
    using checkout = new Checkout();
    checkout.succeed("version 8 producer", "build", "scan", "push");
    const pushed = path.join(checkout.path, "build/push.txt");
    const found = readFileSync(pushed);
    checkout.succeed("record");
    writeFileSync(pushed, found);
    checkout.succeed("record");
    expect(checkout.released).toMatchObject({ producer: { version: "1.0.8" } });
  });

  it("brings no older version back, neither when it begins nor when it ends", () => {
    using checkout = new Checkout();
    const older = (nth: number) => ({
      status: 1,
      stderr: `producer 1.0.10 is released already, and 1.0.${nth} is older: release again, from main as it is\n`,
    });
    checkout.succeed("version 9 producer", "build", "scan", "push");
    checkout.git("push", "--quiet", "origin", "HEAD:refs/tags/messages-producer-1.0.10");
    expect(checkout.run(["record"])).toEqual(older(9));
    expect(checkout.released).toMatchObject({ producer: { version: "1.0.0" } });
    expect(checkout.run(["version", "8", "producer"])).toEqual(older(8));
    checkout.succeed("version 11 producer");
  });

  it("pushes nothing that wasn't built and scanned just before", () => {
    using checkout = new Checkout();
    const refused = (step: string, before: string) =>
      expect(checkout.run([step])).toEqual({
        status: 1,
        stderr: `${step} needs what ${before} has found out: run it first\n`,
      });
    refused("build", "version");
    checkout.succeed(version);
    refused("push", "scan");
    checkout.succeed("build");
    refused("push", "scan");
    expect(checkout.run(["scan"], { SCANNED: "10" }).status).toBe(1);
    refused("push", "scan");
    checkout.succeed("scan");
    // It would be another image than the one that was scanned.
    refused("build", "version");
    checkout.succeed("version 8 producer", "build");
    refused("push", "scan");
    expect(checkout.calls).not.toContain("docker push");
  });

  const byHand = /```bash\n(export REGION=.*?)```/s.exec(
    readFileSync(path.join(root, "docs/systems/messages/pipeline.md"), "utf8"),
  )?.[1] as string;
  it.each([
    ["finds something", "10", false],
    ["finds nothing", "0", true],
  ])("is done by hand as the document has it: the scanner %s", (_, SCANNED, isPushed) => {
    using checkout = new Checkout();
    const { status } = checkout.runLines(byHand, { SCANNED });
    expect(status === 0).toBe(isPushed);
    for (const call of ["docker login", "docker push"])
      expect(checkout.calls.includes(call)).toBe(isPushed);
    expect(checkout.git("ls-remote", "origin").includes("messages-producer-1.0.42")).toBe(isPushed);
  });

  it("knows what an image is made of, since its last release: all that is bundled, and nothing of another system", async () => {
    using checkout = new Checkout();
    const changed = () => checkout.run(["changed", "producer", "grafana"]).status;
    let releases = 0;
    const release = () => {
      releases += 1;
      for (const service of ["producer", "grafana"])
        checkout.git(
          "push",
          "--quiet",
          "origin",
          `HEAD:refs/tags/messages-${service}-1.0.${releases}`,
        );
    };
    expect(changed()).toBe(0);
    release();
    expect(changed()).toBe(10);

    for (const file of ["services/tally/common/page.ts", images, "README.md"])
      checkout.commitFile(file);
    expect(changed()).toBe(10);
    const { metafile } = await build({
      entryPoints: ["producer", "consumer"].map((each) => `services/messages/${each}/start.ts`),
      absWorkingDir: root,
      outdir: "nowhere",
      bundle: true,
      platform: "node",
      metafile: true,
      write: false,
    });
    const folders = Object.keys(metafile.inputs)
      .filter((file) => !file.startsWith("node_modules/"))
      .map((file) => path.dirname(file));
    const files = [...new Set(folders), "services/messages/grafana"].map((each) => `${each}/x.ts`);
    const others = ["Dockerfile", "bundle.ts", "write-bundle.ts", "release.sh"];
    for (const file of [
      ...files,
      ...others.map((each) => `services/${each}`),
      "package-lock.json",
    ]) {
      checkout.commitFile(file);
      expect([file, changed()]).toEqual([file, 0]);
      release();
    }
    expect(changed()).toBe(10);
  });

  it("releases with the next push what a failed release has left, and nothing that is older than the last one", () => {
    using checkout = new Checkout();
    const changed = () => checkout.run(["changed", "producer"]).status;
    checkout.git("push", "--quiet", "origin", "HEAD:refs/tags/messages-producer-1.0.1");
    checkout.commitFile("services/support/log.ts");
    checkout.commitFile("README.md");
    expect(changed()).toBe(0);
    checkout.git("push", "--quiet", "origin", "HEAD:refs/tags/messages-producer-1.0.2");
    checkout.git("checkout", "--quiet", "HEAD~2");
    expect(changed()).toBe(10);
  });

  it("doesn't take a history that was cut off for a change", () => {
    using checkout = new Checkout();
    checkout.git("push", "--quiet", "origin", "HEAD:refs/tags/messages-producer-1.0.1");
    checkout.commitFile("README.md");
    checkout.git("fetch", "--quiet", "--depth=1", "origin", "main");
    const { status, stderr } = checkout.run(["changed", "producer"]);
    expect([status, stderr]).toEqual([
      1,
      "This checkout lacks a part of main's history: have all of it fetched\n",
    ]);
  });

  it("doesn't take a failure of git for nothing that has changed", () => {
    using checkout = new Checkout();
    checkout.git("remote", "set-url", "origin", "/nowhere");
    expect([0, 10]).not.toContain(checkout.run(["changed", "producer"]).status);
  });

  it("refuses a version that the registry has, before anything is built", () => {
    using checkout = new Checkout();
    checkout.register("consumer", "1.0.7", digests.consumer);
    const { status, stderr } = checkout.run(version.split(" "));
    expect(status).toBe(1);
    expect(stderr).toContain(
      "consumer 1.0.7 was released before, and a version is never used again",
    );
    expect(checkout.calls).not.toContain("docker");
    checkout.succeed("version 8 producer consumer");
  });

  it("refuses a version that git has, although the registry lacks it, and none that is only alike", () => {
    using checkout = new Checkout();
    checkout.git("push", "--quiet", "origin", "HEAD:refs/tags/messages-producer-1.0.7");
    expect(checkout.run(version.split(" ")).stderr).toContain("producer 1.0.7 was released before");
    checkout.succeed("version 70 producer consumer", "version 8 producer consumer");
  });

  it("takes no version while the registry or git can't be asked", () => {
    using checkout = new Checkout();
    expect(checkout.run(version.split(" "), { AWAY: "yes" })).toMatchObject({ status: 255 });
    checkout.git("remote", "set-url", "origin", "/nowhere");
    expect(checkout.run(version.split(" ")).status).not.toBe(0);
  });

  it.each([
    [
      "finds something",
      "10",
      "producer 1.0.7 has vulnerabilities that an update mends: nothing is pushed",
    ],
    ["can't scan", "1", "producer 1.0.7 could not be scanned (exit code 1): nothing is pushed"],
    [
      "isn't there",
      "125",
      "producer 1.0.7 could not be scanned (exit code 125): nothing is pushed",
    ],
  ])("stops where the scanner %s", (_, SCANNED, message) => {
    using checkout = new Checkout();
    checkout.succeed(version, "build");
    const { status, stderr } = checkout.run(["scan"], { SCANNED });
    expect([status, stderr.trim()]).toEqual([1, message]);
  });

  it("writes nothing down where the registry refuses an image", () => {
    using checkout = new Checkout();
    checkout.succeed(version, "build", "scan");
    expect(checkout.run(["push"], { PUSHED: "1" }).status).toBe(1);
    expect(checkout.git("status", "--porcelain", "src")).toBe("");
  });

  it("chooses a version that was released, and no other", () => {
    using checkout = new Checkout();
    checkout.register("producer", "1.0.6", digests.producer);
    expect(checkout.run(["choose", "producer", "1.0.5"])).toEqual({
      status: 1,
      stderr: "There is no image of producer 1.0.5: choose a version that was released\n",
    });
    checkout.succeed("choose producer 1.0.6");
    expect(checkout.images).toEqual({
      producer: { version: "1.0.6", digest: digests.producer },
      consumer: { version: "1.0.0", digest: nothing },
      grafana: { version: "1.0.0", digest: nothing },
    });
  });

  it("says of an image that is to run and isn't there", () => {
    using checkout = new Checkout();
    checkout.register("producer", "1.0.6", digests.producer);
    checkout.register("producer", digests.producer, digests.producer);
    checkout.succeed("choose producer 1.0.6");
    expect(checkout.run(["check"]).stderr).toBe(
      `There is no image of consumer 1.0.0, ${nothing}: release it first\n`,
    );
    for (const service of ["consumer", "grafana"]) checkout.register(service, nothing, nothing);
    checkout.succeed("check");
  });

  it("commits what was chosen to the main that was planned, and to no newer one", () => {
    using checkout = new Checkout();
    checkout.register("producer", "1.0.6", digests.producer);
    const main = () =>
      checkout.git("--git-dir", checkout.origin, "log", "-1", "--format=%s", "main");
    checkout.succeed("current");
    expect(checkout.run(["commit", "Run nothing else"]).status).toBe(0);
    expect(main()).toBe("first");
    checkout.succeed("choose producer 1.0.6");
    expect(checkout.run(["commit", "Run producer 1.0.6"]).status).toBe(0);
    expect(main()).toBe("Run producer 1.0.6");
    checkout.succeed("current");

    checkout.moveMain();
    const moved = [
      ["current"],
      // Main names already what was chosen.
      ["commit", "Run producer 1.0.6"],
      ["choose", "producer", "1.0.5"],
      ["commit", "Run producer 1.0.5"],
    ];
    checkout.register("producer", "1.0.5", digests.consumer);
    expect(moved.map((args) => checkout.run(args).status)).toEqual([1, 1, 0, 1]);
    expect(checkout.run(["current"]).stderr).toMatch(
      /^main is [0-9a-f]{40} by now, and this is a deploy of [0-9a-f]{40}, which may undo/,
    );
    expect(main()).toBe("other");
  });

  it("deploys nothing while main can't be asked", () => {
    using checkout = new Checkout();
    checkout.git("remote", "set-url", "origin", "/nowhere");
    expect(checkout.run(["current"]).status).not.toBe(0);
  });

  it("says how it is used", () => {
    using checkout = new Checkout();
    for (const args of [[], ["nonsense"]])
      expect(checkout.run(args).stderr).toMatch(
        /^usage: services\/release\.sh SYSTEM changed SERVICE/,
      );
  });
});
