import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { account } from "../../src/systems/configuration/account";
import { loadDigests } from "../../src/systems/tally/images";
import { releaseKey, sharedNamesOf } from "../../src/systems/tally/names";
import { describeWithTools } from "../support/external-tools";
import { jobOf, Runner, root, workflow } from "./workflow";

/** Programs of the runner: a registry and a bucket that remember, and images that are files. */
const imagePrograms = {
  npm: 'for to; do :; done; mkdir -p "$to"; echo program >"$to/start.js"',
  docker: `
    echo "docker $*" >>"$CALLS"
    case "$1" in
      run) exit "\${SCANNED:-0}" ;;
      save) echo "$4 \${BUILT:-once}" >"$3" ;;
    esac`,
  skopeo: `
    echo "skopeo $*" >>"$CALLS"
    digest_of() { echo "sha256:$(sha256sum <"\${1#oci:}/index.json" | cut -d' ' -f1)"; }
    from="\${*: -2:1}" to="\${*: -1}"
    case "$1 $to" in
      login*) cat >/dev/null ;;
      inspect*) digest_of "$to" ;;
      # The runner's is too old for its Docker: only a file will do.
      "copy oci:"*) mkdir -p "\${to#oci:}"; cp "\${from#docker-archive:}" "\${to#oci:}/index.json" ;;
      "copy docker:"*) echo "\${to#docker://} $(digest_of "$from")" >>"$HOME/registry" ;;
    esac`,
  aws: `
    echo "aws $*" >>"$CALLS"
    if [ "$2" != batch-get-image ]; then exit; fi
    found="$(sed -n "s|^.*/$6:\${8#imageTag=} ||p" "$HOME/registry" 2>/dev/null || true)"
    echo "\${found:-None}"`,
  gh: `
    echo "gh $*" >>"$CALLS"
    case "$2" in
      create) echo "$4" >>"$HOME/pull-requests" ;;
      edit) echo "$3: $5" >>"$HOME/titles" ;;
      list) grep "^$4$" "$HOME/pull-requests" || true ;;
    esac`,
};

describeWithTools("the images", ["bash", "git", "jq"], () => {
  const sha = "0123abc";
  const build = (env: NodeJS.ProcessEnv = {}) => {
    const runner = new Runner(jobOf("tally-images", "build"), imagePrograms);
    cpSync(path.join(root, "services/tally"), path.join(runner.folder, "services/tally"), {
      recursive: true,
    });
    for (const step of ["Build", "Write down what is released"])
      expect({ step, ...runner.run(step, { GITHUB_SHA: sha, ...env }) }).toMatchObject({
        status: 0,
      });
    const checksums = /^checksums=(.*)$/m.exec(runner.read("output"))?.[1];
    return { runner, checksums: `${checksums}`, versions: versionsIn(runner) };
  };
  const versionsIn = (runner: Runner) =>
    runner
      .read("release/versions.txt")
      .trim()
      .split("\n")
      .map((line) => line.split(" ") as [string, string, string]);
  /** A further job, with the artifact of the one that has built. */
  const next = (id: string, built: ReturnType<typeof build>) => {
    const runner = new Runner(jobOf("tally-images", id), imagePrograms);
    cpSync(path.join(built.runner.folder, "release"), path.join(runner.folder, "release"), {
      recursive: true,
    });
    const run = (step: string, env: NodeJS.ProcessEnv = {}) =>
      runner.run(step, { CHECKSUMS: built.checksums, ...env });
    return { runner, run };
  };

  it("go where the foundation has a place for them", () => {
    const region = "us-east-1";
    expect(workflow("tally-images").env).toEqual({
      REGION: region,
      REGISTRY: `${account.id}.dkr.ecr.${region}.amazonaws.com`,
      RELEASES: sharedNamesOf(region).releaseBucket,
    });
    expect(Object.values(sharedNamesOf(region).imageRepositories)).toEqual([
      "tally/display",
      "tally/reset",
    ]);
  });

  it("are tested, built, pushed and proposed one after the other, each with the least rights", () => {
    const all = workflow("tally-images").jobs;
    const rights = Object.entries(all).map(([id, job]) => [id, job.needs, job.permissions]);
    expect(rights).toEqual([
      ["test", undefined, { contents: "read" }],
      ["build", "test", { contents: "read" }],
      ["push", "build", { "id-token": "write" }],
      ["propose", ["build", "push"], { contents: "write", "pull-requests": "write" }],
    ]);
    expect(all.push?.environment).toBe("tally-images");
    const tested = all.test?.steps.flatMap(({ run }) => run?.match(/__tests__\S+/g) ?? []) ?? [];
    expect(tested).toHaveLength(3);
    for (const file of tested) expect(existsSync(path.join(root, file)), file).toBe(true);
    expect(all.test?.steps.map(({ run }) => run)).toContain("npm run audit");
  });

  it("are pushed as they were built, and at their digests", () => {
    const built = build();
    using _ = built.runner;
    const archive = createHash("sha256")
      .update(readFileSync(path.join(built.runner.folder, "release/adder.tar.gz")))
      .digest("hex");
    const pushing = next("push", built);
    using __ = pushing.runner;
    for (const step of ["Verify", "Push"])
      expect({ step, ...pushing.run(step) }).toMatchObject({ step, status: 0 });
    const { REGISTRY, RELEASES } = workflow("tally-images").env ?? {};
    const [adder, display, reset] = built.versions;
    expect(adder).toEqual(["adder", "1.0.701", `sha256:${archive}`]);
    expect(pushing.runner.read("registry")).toBe(
      `${REGISTRY}/tally/display:1.0.701 ${display?.[2]}\n${REGISTRY}/tally/reset:1.0.701 ${reset?.[2]}\n`,
    );
    expect(pushing.runner.read("calls")).toContain(
      `s3://${RELEASES}/${releaseKey(`sha256:${archive}`)}\n`,
    );
  });

  const images = "src/systems/tally/images.json";
  /** The job that proposes, in a checkout of a main that lies beside it. */
  const proposing = (built: ReturnType<typeof build>) => {
    const { runner, run } = next("propose", built);
    const git = (...args: string[]) =>
      execFileSync("git", args, {
        cwd: runner.folder,
        encoding: "utf8",
        env: { ...process.env, HOME: runner.folder },
      }).trim();
    cpSync(path.join(root, images), path.join(runner.folder, images));
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "t");
    git("config", "user.email", "t@example.com");
    git("add", "src");
    git("commit", "--quiet", "--message=first");
    git("init", "--quiet", "--bare", "origin");
    git("remote", "add", "origin", path.join(runner.folder, "origin"));
    git("push", "--quiet", "origin", "main");
    const source = git("rev-parse", "HEAD");
    const propose = (env: NodeJS.ProcessEnv = {}) =>
      run("Propose the digests", { GITHUB_SHA: source, ...env });
    return { runner, run, git, source, propose };
  };

  it("are proposed by their digests, once: a pull request with images.json alone, and main as it was", () => {
    const built = build();
    using _ = built.runner;
    const { runner, run, git, source, propose } = proposing(built);
    using __ = runner;
    expect(run("Verify").status).toBe(0);
    expect(propose()).toMatchObject({ status: 0 });
    // Done again, it finds all of it done, and writes its branch on top of what main is by then.
    git("checkout", "--quiet", "main");
    git("commit", "--quiet", "--allow-empty", "--message=other");
    git("push", "--quiet", "origin", "main");
    expect(propose()).toMatchObject({ status: 0 });
    const branch = "release/tally-7";
    expect(runner.read("pull-requests")).toBe(`${branch}\n`);
    expect(runner.read("titles")).toMatch(
      /^release\/tally-7: Release tally: adder 1\.0\.701,.*\n$/,
    );
    const written = JSON.parse(git("show", `origin/${branch}:${images}`));
    expect(Object.values(loadDigests(written))).toEqual(
      built.versions.map(([, , digest]) => digest),
    );
    expect(written.display.version).toBe("1.0.701");
    expect(git("log", "--format=%s", "--name-only", `origin/main..origin/${branch}`)).toBe(
      `Release tally: adder 1.0.701,display 1.0.701,reset 1.0.701\n\n${images}`,
    );
    const refs = git("ls-remote", "origin");
    expect(refs).toContain(`${source}\trefs/tags/tally-display-1.0.701`);
    expect(refs).toContain(`${git("rev-parse", `origin/${branch}~`)}\trefs/heads/main`);
  });

  it("aren't proposed from a commit whose workflows are no longer main's: GitHub would refuse its tags", () => {
    const built = build();
    using _ = built.runner;
    const { runner, git, propose } = proposing(built);
    using __ = runner;
    runner.write(".github/workflows/tally.yml", "another");
    git("add", ".github");
    git("commit", "--quiet", "--message=other");
    git("push", "--quiet", "origin", "main");
    const { status, stdout } = propose();
    expect([status, stdout]).toEqual([1, expect.stringContaining("on main have changed since")]);
    expect([runner.read("pull-requests"), git("ls-remote", "--tags", "origin")]).toEqual(["", ""]);
  });

  it("aren't proposed once newer ones were released: an older run that is done again", () => {
    const built = build({ GITHUB_RUN_NUMBER: "5", GITHUB_RUN_ATTEMPT: "2" });
    using _ = built.runner;
    const { runner, git, source, propose } = proposing(built);
    using __ = runner;
    const release = (version: string) =>
      git("push", "--quiet", "origin", `${source}:refs/tags/tally-reset-${version}`);
    release("1.0.701");
    const { status, stdout } = propose({ GITHUB_RUN_NUMBER: "5" });
    expect([status, stdout]).toEqual([
      1,
      expect.stringContaining("reset 1.0.701 is released already, and 1.0.502 is older"),
    ]);
    expect([runner.read("pull-requests"), git("branch", "--remotes")]).toEqual(["", "origin/main"]);
    // Versions are numbers: 99 is before 502.
    git("push", "--quiet", "--delete", "origin", "tally-reset-1.0.701");
    release("1.0.99");
    expect(propose({ GITHUB_RUN_NUMBER: "5" }).status).toBe(0);
  });

  it("are the same archive for the same program, and another version at each attempt", () => {
    const [first, second] = [build(), build({ GITHUB_RUN_ATTEMPT: "2" })];
    using _ = first.runner;
    using __ = second.runner;
    expect(first.versions[0]?.[2]).toBe(second.versions[0]?.[2]);
    expect(second.versions.map(([, version]) => version)).toEqual(Array(3).fill("1.0.702"));
  });

  it.each([
    ["10", "has vulnerabilities that an update mends"],
    ["1", "could not be scanned (exit code 1)"],
  ])("are built no further when the scanner ends with %s", (code, message) => {
    const { runner } = build();
    using _ = runner;
    const { status, stdout } = runner.run("Scan", { SCANNED: code });
    expect([status, stdout]).toEqual([1, expect.stringContaining(message)]);
    expect(runner.run("Scan").status).toBe(0);
    expect(runner.read("calls")).toMatch(/ aquasec\/trivy:\S+@sha256:\S{64} image .*--input /);
  });

  it("aren't pushed when they aren't what was built", () => {
    const built = build();
    using _ = built.runner;
    const other = next("push", built);
    using __ = other.runner;
    other.runner.write("release/display/index.json", "another");
    expect(other.run("Verify").status).toBe(1);
    expect(other.run("Verify", { CHECKSUMS: "0".repeat(64) }).status).toBe(1);
  });

  it("are pushed once: again is well, and another image with their version is refused", () => {
    const built = build();
    using _ = built.runner;
    const { runner, run } = next("push", built);
    using __ = runner;
    expect([run("Push").status, run("Push").status]).toEqual([0, 0]);
    expect(runner.read("registry").trim().split("\n")).toHaveLength(2);
    const another = build({ BUILT: "again" });
    using ___ = another.runner;
    cpSync(path.join(another.runner.folder, "release"), path.join(runner.folder, "release"), {
      recursive: true,
    });
    const { status, stdout } = run("Push");
    expect([status, stdout]).toEqual([
      1,
      expect.stringContaining("::error::display 1.0.701 is sha256:"),
    ]);
    expect(runner.read("registry").trim().split("\n")).toHaveLength(2);
  });
});
