import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { account } from "../../src/systems/configuration/account";
import { describeWithTools, toolPath } from "../support/external-tools";
import { type SynthesizedStack, synthesizeInventory } from "../support/synthesized";
import { folder, type Job, jobOf, Runner, root, textOf, workflow } from "./workflow";

const names = readdirSync(folder).map((file) => path.parse(file).name);
const jobs = names.flatMap((name) =>
  Object.entries(workflow(name).jobs).map(([id, job]) => [`${name}: ${id}`, job] as const),
);

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
