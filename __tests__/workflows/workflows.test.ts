import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync } from "node:fs";
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
const jobOf = (name: string, id: string) => workflow(name).jobs[id] as Job;

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

describe.each(jobs)("the job %s", (_, job) => {
  it("takes on a role that trusts exactly its subject, and says who it is", async () => {
    const foundation = (await synthesizeInventory())["foundation-us-east-1"] as SynthesizedStack;
    const wanted = job.steps.flatMap((step) => step.with?.["role-to-assume"] ?? []);
    expect(wanted).toHaveLength(1);
    const role = foundation
      .ofType("aws_iam_role")
      .find((each) => wanted[0] === `arn:aws:iam::${account.id}:role/${each.name}`);
    const [{ Condition }] = JSON.parse(role?.assume_role_policy ?? "").Statement;
    const whose = job.environment ? `environment:${job.environment}` : "ref:refs/heads/main";
    expect(Condition.StringEquals["token.actions.githubusercontent.com:sub"]).toBe(
      `repo:example/infrastructure:${whose}`,
    );
    expect(job.permissions["id-token"]).toBe("write");
  });
});

describeWithTools("the plan", ["bash", "git", "jq"], () => {
  const planned = (code: number, fingerprint: string | null) => {
    const report = JSON.stringify({ fingerprint });
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

  it.each([
    ["nothing is to be applied", 0, null, 0],
    ["something is unsettled, without a plan", 2, null, 1],
    ["the plan can't be judged", 3, "sha256:12", 3],
    ["somebody has added something", 4, null, 4],
  ])("hands over nothing when %s", (_, code, fingerprint, expected) => {
    const { runner, status } = planned(code, fingerprint);
    using __ = runner;
    expect([status, runner.read("output")]).toEqual([expected, ""]);
  });
});

describeWithTools("the apply", ["bash"], () => {
  const job = jobOf("tally", "apply");
  const applied = (code: number) => {
    const runner = new Runner(job, { "bin/testapp": `echo "$*" >>"$CALLS"; exit ${code}` });
    return { runner, ...runner.run("Apply what was approved", { FINGERPRINT: "sha256:12" }) };
  };

  it("waits for a person, and works on the commit that was planned", () => {
    expect([job.needs, job.environment]).toEqual(["plan", "tally-production"]);
    expect(job.steps[0]?.with).toEqual({ ref: "${{ needs.plan.outputs.commit }}" });
  });

  it("applies the approved plan, and fails when it is another one: no bake follows", () => {
    for (const code of [0, 1, 2, 3, 4, 5]) {
      const { runner, status } = applied(code);
      using _ = runner;
      expect(status).toBe(code);
      expect(runner.read("calls")).toMatch(/^apply tally-production --approved sha256:12 /);
    }
    const order = job.steps.map(({ name }) => name).filter(Boolean);
    expect(order).toEqual(["Apply what was approved", "Bake"]);
    expect(JSON.stringify(job.steps)).not.toMatch(/continue-on-error|always\(\)/);
  });

  it("is watched afterwards, and fails with what the bake finds", () => {
    using runner = new Runner(job, { "bin/testapp": 'echo "$*" >>"$CALLS"; exit 2' });
    expect(runner.run("Bake").status).toBe(2);
    expect(runner.read("calls")).toMatch(/^bake tally-production /);
  });
});

describeWithTools("the images", ["bash", "git", "jq"], () => {
  const job = jobOf("tally-images", "images");
  const digest = `sha256:${"d".repeat(64)}`;
  const programs = {
    npm: 'for to; do :; done; mkdir -p "$to"; echo program >"$to/start.js"',
    docker:
      'echo "docker $*" >>"$CALLS"; if [ "$1" = "$REFUSED" ]; then exit 1; fi; cat >/dev/null',
    aws: `echo "aws $*" >>"$CALLS"; if [ "$1" = ecr ]; then echo ${digest}; fi`,
  };
  const checkout = () => {
    const runner = new Runner(job, programs);
    for (const each of ["services/tally", "src/systems/tally/images.json"])
      cpSync(path.join(root, each), path.join(runner.folder, each), { recursive: true });
    const git = (...args: string[]) =>
      execFileSync("git", args, {
        cwd: runner.folder,
        encoding: "utf8",
        env: { ...process.env, HOME: runner.folder },
      });
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "t");
    git("config", "user.email", "t@example.com");
    git("add", "src");
    git("commit", "--quiet", "--message=first");
    return { runner, git };
  };

  it("go where the foundation has a place for them", () => {
    const region = "us-east-1";
    expect(job.env).toMatchObject({
      REGION: region,
      REGISTRY: `${account.id}.dkr.ecr.${region}.amazonaws.com`,
      RELEASES: sharedNamesOf(region).releaseBucket,
    });
    expect(Object.values(sharedNamesOf(region).imageRepositories)).toEqual([
      "tally/display",
      "tally/reset",
    ]);
  });

  it("are built, scanned, pushed, and written down by their digests: images.json alone is committed", () => {
    const { runner, git } = checkout();
    using _ = runner;
    const origin = path.join(runner.folder, "origin");
    git("init", "--quiet", "--bare", origin);
    git("remote", "add", "origin", origin);
    for (const step of ["Build", "Scan", "Push", "Commit the digests"])
      expect({ step, ...runner.run(step) }).toMatchObject({ step, status: 0 });

    const archive = createHash("sha256")
      .update(readFileSync(path.join(runner.folder, "adder.tar.gz")))
      .digest("hex");
    const written = JSON.parse(git("show", "main:src/systems/tally/images.json"));
    expect(loadDigests(written)).toEqual({
      adder: `sha256:${archive}`,
      display: digest,
      reset: digest,
    });
    expect(written.display.version).toBe("1.0.7");
    expect(git("show", "--name-only", "--format=").trim()).toBe("src/systems/tally/images.json");
    expect(git("ls-remote", "--tags", "origin")).toContain("refs/tags/tally-display-1.0.7");
    const calls = runner.read("calls");
    for (const service of ["display", "reset"])
      expect(calls).toContain(`docker push --quiet ${job.env?.REGISTRY}/tally/${service}:1.0.7\n`);
    expect(calls).toContain(`s3://${job.env?.RELEASES}/${releaseKey(`sha256:${archive}`)}\n`);
    expect(calls.indexOf(" image --quiet --exit-code 1 ")).toBeLessThan(
      calls.indexOf("docker push"),
    );
  });

  it("are the same archive for the same program", () => {
    const archives = [0, 1].map(() => {
      const { runner } = checkout();
      using _ = runner;
      runner.run("Build");
      return readFileSync(path.join(runner.folder, "adder.tar.gz"), "base64");
    });
    expect(archives[0]).toBe(archives[1]);
  });

  it("aren't pushed when the scanner refuses one, nor written down when the registry does", () => {
    const { runner, git } = checkout();
    using _ = runner;
    runner.run("Build");
    expect(runner.run("Scan", { REFUSED: "run" }).status).toBe(1);
    expect(runner.run("Push", { REFUSED: "push" }).status).toBe(1);
    expect(git("status", "--porcelain", "src")).toBe("");
  });
});
