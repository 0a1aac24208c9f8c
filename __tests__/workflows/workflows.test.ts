import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { account } from "../../src/systems/configuration/account";
import { loadDigests } from "../../src/systems/tally/images";
import { releaseKey, sharedNamesOf } from "../../src/systems/tally/names";
import { describeWithTools, toolPath } from "../support/external-tools";
import { type SynthesizedStack, synthesizeInventory } from "../support/synthesized";
import { folder, type Job, Runner, textOf, workflow } from "./workflow";

const root = path.resolve(folder, "../..");
const names = readdirSync(folder).map((file) => path.parse(file).name);
const jobs = names.flatMap((name) =>
  Object.entries(workflow(name).jobs).map(([id, job]) => [`${name}: ${id}`, job] as const),
);
const jobOf = (name: string, id: string): Job => {
  const { env, jobs: all } = workflow(name);
  const job = all[id] as Job;
  return { ...job, env: { ...env, ...job.env } };
};

describeWithTools("GitHub's workflows", ["actionlint", "shellcheck"], () => {
  it("are accepted by actionlint, and their scripts by shellcheck", () => {
    const { stdout, status } = spawnSync(
      toolPath("actionlint"),
      [
        "-no-color",
        "-shellcheck",
        toolPath("shellcheck"),
        ...names.map((name) => `${folder}/${name}.yml`),
      ],
      { encoding: "utf8" },
    );
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });
});

describe.each(names)("%s", (name) => {
  it("has no key, and no right that a job doesn't name", () => {
    expect(textOf(name)).not.toMatch(/secrets\.|access-key/i);
    expect(workflow(name).permissions).toEqual({});
  });

  it("takes actions by their commits alone", () => {
    for (const [, uses] of textOf(name).matchAll(/uses: (.*)/g))
      expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});

it("only the job that pushes a branch keeps the credentials that it has checked out with", () => {
  const keeping = jobs.filter(([, { steps }]) =>
    steps.some(
      (step) =>
        step.uses?.startsWith("actions/checkout@") && step.with?.["persist-credentials"] !== false,
    ),
  );
  expect(keeping.map(([name]) => name)).toEqual(["tally-images: propose"]);
});

const rolesOf = ({ steps }: Job) =>
  steps.filter((step) => step.with?.["role-to-assume"] !== undefined);

describe.each(jobs)("the job %s", (_, job) => {
  it("says who it is only to take on a role, which trusts exactly its subject, for as long as it may", async () => {
    const foundation = (await synthesizeInventory())["foundation-us-east-1"] as SynthesizedStack;
    const wanted = rolesOf(job);
    expect(job.permissions["id-token"]).toBe(wanted.length > 0 ? "write" : undefined);
    for (const { with: given } of wanted) {
      const role = foundation
        .ofType("aws_iam_role")
        .find(
          (each) => given?.["role-to-assume"] === `arn:aws:iam::${account.id}:role/${each.name}`,
        );
      const [{ Condition }] = JSON.parse(role?.assume_role_policy ?? "").Statement;
      const whose = job.environment ? `environment:${job.environment}` : "ref:refs/heads/main";
      expect(Condition.StringEquals["token.actions.githubusercontent.com:sub"]).toBe(
        `repo:example/infrastructure:${whose}`,
      );
      const seconds = given?.["role-duration-seconds"] ?? 3600;
      expect(seconds).toBeLessThanOrEqual(role?.max_session_duration);
    }
  });

  it("ends each step that uses AWS before its credentials do", () => {
    let seconds = 0;
    for (const step of job.steps) {
      if (step.with?.["role-to-assume"] !== undefined)
        seconds = Number(step.with["role-duration-seconds"] ?? 3600);
      else if (seconds > 0 && step.run !== undefined)
        seconds -= 60 * (step["timeout-minutes"] ?? job["timeout-minutes"]);
      expect(seconds).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("a push to main starts", () => {
  const startedBy = (file: string) =>
    names.filter((name) => {
      const matching = workflow(name).on.push.paths.filter((each) =>
        path.matchesGlob(file, each.replace("!", "")),
      );
      return matching.length > 0 && !matching.some((each) => each.startsWith("!"));
    });

  it.each([
    ["services/tally/display/start.ts", ["tally-images"]],
    ["services/support/page.ts", ["tally-images"]],
    ["services/bundle.ts", ["tally-images"]],
    ["services/Dockerfile", ["tally-images"]],
    ["services/messages/producer/start.ts", []],
    ["services/release.sh", []],
    // By it, a release that was merged is planned.
    ["src/systems/tally/images.json", ["tally"]],
    ["src/systems/test-app/environments.ts", []],
    ["package.json", ["tally", "tally-images"]],
    ["package-lock.json", ["tally", "tally-images"]],
  ])("for %s: %s", (file, started) => {
    expect(existsSync(path.join(root, file)), file).toBe(true);
    expect(startedBy(file).sort()).toEqual(started);
  });
});

it("jobs install packages without running what these bring", () => {
  const installs = jobs.flatMap(([, { steps }]) =>
    steps.flatMap(({ run }) => run?.match(/npm ci.*/g) ?? []),
  );
  expect(installs).toEqual(Array(4).fill("npm ci --ignore-scripts"));
});

describeWithTools("the plan", ["bash", "git", "jq"], () => {
  const planned = (code: number, fingerprint: string | null) => {
    const report = JSON.stringify({
      fingerprint,
      reason: "Once no stand-in is refused",
      nextSteps: ["push an image"],
    });
    const runner = new Runner(jobOf("tally", "plan"), {
      "bin/testapp": `echo "$*" >>"$CALLS"; echo '${report}' >plan.json; echo planned >plan.md; exit ${code}`,
      git: "echo 0123abc",
    });
    return { runner, ...runner.run("Plan") };
  };

  it("hands over its fingerprint and its commit, and shows itself to whoever approves", () => {
    const { runner, status } = planned(2, "sha256:12");
    using _ = runner;
    expect(status).toBe(0);
    expect(runner.read("output")).toBe("commit=0123abc\nfingerprint=sha256:12\n");
    expect(runner.read("summary")).toBe("planned\n");
    expect(runner.read("calls")).toMatch(/^apply tally-production --plan-only /);
  });

  it("says why nobody can approve what has no fingerprint, and what to do", () => {
    const { runner, stdout } = planned(2, null);
    using _ = runner;
    expect(stdout).toContain("Once no stand-in is refused. push an image");
  });

  it.each([
    ["nothing is to be applied", 0, null, 0],
    ["nothing could be approved", 2, null, 1],
    ["the plan can't be judged", 3, "sha256:12", 3],
    ["somebody has added something", 4, null, 4],
  ])("hands over nothing when %s", (_, code, fingerprint, expected) => {
    const { runner, status } = planned(code, fingerprint);
    using __ = runner;
    expect([status, runner.read("output")]).toEqual([expected, ""]);
  });
});

describeWithTools("the apply", ["bash", "jq"], () => {
  const job = jobOf("tally", "apply");
  const applied = (code: number) => {
    const runner = new Runner(job, { "bin/testapp": `echo "$*" >>"$CALLS"; exit ${code}` });
    return { runner, ...runner.run("Apply what was approved", { FINGERPRINT: "sha256:12" }) };
  };

  it("waits for a person, and works on the commit that was planned", () => {
    expect([job.needs, job.environment]).toEqual(["plan", "tally-production"]);
    const checkout = job.steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkout?.with).toMatchObject({ ref: "${{ needs.plan.outputs.commit }}" });
  });

  it.each([
    ["an environment that GitHub has made", [], 1],
    ["one that only main deploys to", [{ type: "branch_policy" }], 1],
    ["reviewers that nobody is one of", [{ type: "required_reviewers", reviewers: [] }], 1],
    ["a reviewer", [{ type: "required_reviewers", reviewers: [{ type: "Team" }] }], 0],
  ])("goes no further without a reviewer, before it has a role: %s", (_, rules, expected) => {
    const environment = JSON.stringify({ name: "tally-production", protection_rules: rules });
    using runner = new Runner(job, {
      gh: `echo "$1 $2" >>"$CALLS"; jq --raw-output "$4" <<<'${environment}'`,
    });
    const step = "Require that somebody has approved";
    expect([job.steps[0]?.name, job.permissions.actions]).toEqual([step, "read"]);
    const { status, stdout } = runner.run(step, { GITHUB_REPOSITORY: "o/r" });
    expect(status).toBe(expected);
    expect(stdout.includes("nobody has approved this")).toBe(expected === 1);
    expect(runner.read("calls")).toBe("api repos/o/r/environments/tally-production\n");
  });

  it("goes no further where GitHub doesn't say who reviews", () => {
    using runner = new Runner(job, { gh: "exit 1" });
    const { status } = runner.run("Require that somebody has approved", {
      GITHUB_REPOSITORY: "o/r",
    });
    expect(status).toBe(1);
  });

  it("says how to have the bake after all, where its watch has ended too early", () => {
    const { runner, stdout } = applied(3);
    using _ = runner;
    expect(stdout).toContain("Re-run failed jobs");
  });

  it("applies the approved plan, and fails when it is another one: no bake follows", () => {
    for (const code of [0, 1, 2, 3, 4, 5]) {
      const { runner, status } = applied(code);
      using _ = runner;
      expect(status).toBe(code);
      expect(runner.read("calls")).toMatch(/^apply tally-production --approved sha256:12 /);
    }
    expect(JSON.stringify(job.steps)).not.toMatch(/continue-on-error/);
    const bake = job.steps.find(({ name }) => name === "Bake");
    expect(bake?.if).toBeUndefined();
  });

  it("is told to end while its credentials last, as by Ctrl-C, and says how it has ended", () => {
    const step = job.steps.find(({ name }) => name === "Apply what was approved");
    const minutes = Number(/ (\d+)m bin\/testapp/.exec(step?.run ?? "")?.[1]);
    expect(minutes).toBeLessThan(step?.["timeout-minutes"] ?? 0);
    // SIGALRM is what `timeout` waits for, once it sleeps: earlier, it would end without its program.
    const told = [
      'trap "echo ended >apply.md; exit 130" TERM',
      'until grep -q "^State:.S" /proc/$PPID/status; do :; done',
      "kill -ALRM $PPID",
      "while :; do sleep 0.1; done",
    ].join("\n");
    using runner = new Runner(job, { "bin/testapp": told });
    expect(runner.run("Apply what was approved", { FINGERPRINT: "sha256:12" }).status).toBe(130);
    expect(runner.read("summary")).toBe("ended\n");
  });

  it("keeps its reports, however it ends, and publishes no state", () => {
    const uploads = job.steps.filter(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
    expect(uploads.map((step) => [step.if, step.with?.path])).toEqual([
      ["always()", "apply.json\napply.md\nbake.json\nbake.md\n"],
    ]);
  });

  const pushed = (refused: boolean) => {
    const runner = new Runner(job, {
      npm: 'echo "npm $*" >>"$CALLS"; mkdir -p cdktf.out/stacks/tally-production',
      terraform: `echo "terraform $*" >>"$CALLS"; if [ "$2" = state ]; then exit ${refused ? 1 : 0}; else mkdir "\${1#-chdir=}/.terraform"; fi`,
    });
    const kept = "testapp-state-tally-production-a1/errored.tfstate";
    return {
      runner,
      kept,
      push: () => runner.run("Push the state that was kept", { TMPDIR: "." }),
    };
  };

  it("pushes the state that Terraform couldn't save, and keeps no copy", () => {
    const { runner, kept, push } = pushed(false);
    using _ = runner;
    runner.write(kept, "{}");
    expect(push().status).toBe(0);
    expect(runner.read("calls").split("\n")).toEqual([
      "npm run --silent synth",
      "terraform -chdir=cdktf.out/stacks/tally-production init -input=false",
      expect.stringMatching(/ state push .*errored\.tfstate$/),
      "",
    ]);
    expect(runner.read(kept)).toBe("");
    expect(runner.read("summary")).toContain("was pushed");
  });

  it("pushes it once, wherever the report says that it was kept", () => {
    const { runner, kept, push } = pushed(false);
    using _ = runner;
    const elsewhere = "workspace/errored.tfstate";
    for (const file of [kept, elsewhere]) {
      runner.write(file, "{}");
      runner.write("apply.json", JSON.stringify({ applied: { keptState: `./${file}` } }));
      expect(push().status).toBe(0);
      expect(runner.read(file)).toBe("");
    }
    expect(runner.read("calls").match(/ state push /g)).toHaveLength(2);
    runner.write("apply.json", JSON.stringify({ applied: null }));
    expect(push().status).toBe(0);
  });

  it("fails when that is refused; and does nothing when there is none", () => {
    const { runner, kept, push } = pushed(true);
    using _ = runner;
    expect([push().status, runner.read("calls")]).toEqual([0, ""]);
    runner.write(kept, "{}");
    expect(push().status).toBe(1);
    expect(runner.read(kept)).toBe("{}");
  });

  it("is watched afterwards, and fails with what the bake finds", () => {
    using runner = new Runner(job, { "bin/testapp": 'echo "$*" >>"$CALLS"; exit 2' });
    expect(runner.run("Bake").status).toBe(2);
    expect(runner.read("calls")).toMatch(/^bake tally-production /);
  });
});

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
