import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { DeniedS3 } from "./denied-s3";
import { ForgetfulS3 } from "./forgetful-s3";
import {
  describeDriftCheck,
  environmentReport,
  oregon,
  production,
  severalReports,
  things,
  uat,
} from "./suite";

describeDriftCheck("a drift-check without a plan", [uat], (project) => {
  test("names what failed, an environment at a time, and the others' verdicts stay", async () => {
    const here = project();
    using denied = await DeniedS3.start();
    here.write(production, things, denied.url);
    here.write(oregon, things);
    here.write("foundation-us-east-1", things);
    const { Who, ID } = await here.lock(oregon);

    const args = ["--all", "--lock-timeout", "1", "--json", "-", "--log-format", "json"];
    const ended = await here.check(args);
    const { report, byId } = severalReports(ended);
    expect([ended.status, report.verdict]).toEqual([1, "ERROR"]);
    expect(byId.get(uat)?.verdict).toBe("IN_SYNC");
    expect(byId.get(production)?.reasons.slice(0, 2)).toEqual([
      "terraform init failed (cdktf: exit code 1)",
      expect.stringContaining("The credentials don't permit"),
    ]);
    expect(byId.get(production)?.cause).toBe("permission-denied");
    expect(byId.get(oregon)?.reasons.slice(0, 2)).toEqual([
      "terraform plan failed (cdktf: exit code 1)",
      expect.stringMatching(`The state is locked by ${Who} since .* \\(apply, lock ${ID}\\): wait`),
    ]);
    expect(byId.get(oregon)?.cause).toBe("state-locked");
    expect(byId.get("production-eu-west-1")?.reasons).toEqual([
      "production-eu-west-1 is not among the stacks that were synthesized",
    ]);
    // All is more than the environments.
    expect(byId.get("foundation-us-east-1")?.verdict).toBe("PENDING");
    expect(byId.get("foundation-us-west-2")?.verdict).toBe("ERROR");
    // Somebody else's lock is left alone.
    expect(await here.locks()).toEqual([`${oregon}.tfstate.tflock`]);
    await here.bucket.remove(`${oregon}.tfstate.tflock`);

    const lines = ended.stderr.trim().split("\n");
    const events = lines.map((line) => JSON.parse(line));
    expect(events).toContainEqual(expect.objectContaining({ environment: uat, state: "planning" }));
    expect(events).toContainEqual(
      expect.objectContaining({ environment: oregon, verdict: "ERROR" }),
    );
  });

  test("takes a lock that was only in passing", async () => {
    const here = project();
    // From here on nothing is about the CLI.
    here.useQuickCdktf();
    using s3 = await ForgetfulS3.before(here.bucket);
    here.write(uat, things, s3.url);
    await here.lock(uat);
    const { status, stdout } = await here.check([uat]);
    expect({ status, stdout, misses: s3.misses, conflicts: s3.conflicts }).toEqual({
      status: 0,
      stdout: expect.stringMatching(`^IN_SYNC ${uat}`),
      misses: 1,
      conflicts: 1,
    });
    here.write(uat, things);
  });

  test("doesn't judge the plan that an earlier run has left", async () => {
    const here = project();
    await here.terraform(uat, "plan", "-input=false", "-out=plan");
    const stale = path.join(here.applied(uat), "stacks", uat, "plan");
    expect(existsSync(stale)).toBe(true);
    here.cloud(uat).behave({ fail: { summary: "ThrottlingException: Rate exceeded" } });

    const ended = await here.check([uat, "--synthesized", here.applied(uat), "--json", "-"]);
    expect(ended.status).toBe(1);
    expect(environmentReport(ended)).toMatchObject({
      verdict: "ERROR",
      cause: "throttled",
      reasons: [
        "terraform plan failed (cdktf: exit code 1)",
        expect.stringContaining("AWS throttles the account"),
        "Terraform says: ThrottlingException: Rate exceeded",
      ],
    });
    expect(ended.stderr).not.toContain("synthesizing");
    here.cloud(uat).behave();
    rmSync(stale);
  });

  test("judges no plan, an older one least of all, when Terraform ends well and writes none", async () => {
    const here = project();
    await here.terraform(uat, "plan", "-input=false", "-out=plan");
    const older = path.join(here.applied(uat), "stacks", uat, "plan");
    const terraform = path.join(here.root, "terraform-without-plan");
    const script = `#!/bin/sh\ncase $1 in\n  init) cp '${older}' plan ;;\n  plan) exit 0 ;;\nesac\nexec terraform "$@"\n`;
    writeFileSync(terraform, script, { mode: 0o755 });

    const args = [uat, "--synthesized", here.applied(uat), "--json", "-"];
    const ended = await here.check(args, { TERRAFORM_BINARY_NAME: terraform });
    expect(ended.status).toBe(1);
    expect(environmentReport(ended)).toMatchObject({
      verdict: "ERROR",
      reasons: ["cdktf plan ended well, but wrote no plan file"],
    });
    rmSync(older);
  });

  test("uses the committed lock file of the providers as it is, and refuses another provider", async () => {
    const here = project();
    const lockFile = path.join(here.folder, ".terraform.lock.hcl");
    copyFileSync(path.join(here.applied(uat), "stacks", uat, ".terraform.lock.hcl"), lockFile);
    const args = [uat, "--synthesized", here.applied(uat)];
    const good = await here.check(args);
    expect(good).toMatchObject({ status: 0, stdout: expect.stringMatching(`^IN_SYNC ${uat}`) });
    expect(good.stderr).not.toContain("There is no .terraform.lock.hcl");

    writeFileSync(
      lockFile,
      'provider "test-app.example/stand-in/folder" {\n  version = "1.0.0"\n  hashes = ["h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]\n}\n',
    );
    const other = await here.check(args);
    expect(other.status).toBe(1);
    expect(other.stdout).toContain("The providers don't match .terraform.lock.hcl");

    // Nor is one added that nobody has reviewed.
    writeFileSync(lockFile, "");
    const added = await here.check(args);
    expect(added.status).toBe(1);
    expect(added.stdout).toContain("The providers don't match .terraform.lock.hcl");
    rmSync(lockFile);
  });

  test("refuses a provider that somebody puts in the place of the real one", async () => {
    const here = project();
    const mirror = here.environment.TF_CLI_CONFIG_FILE ?? "";
    const files = readdirSync(path.dirname(mirror), { encoding: "utf8", recursive: true });
    const provider = files.find((file) => path.basename(file).startsWith("terraform-provider-"));
    const folder = path.join(path.dirname(mirror), path.dirname(provider ?? ""));
    const override = `  dev_overrides {\n    "test-app.example/stand-in/folder" = "${folder}"\n  }\n`;
    writeFileSync(
      path.join(here.folder, "overrides.rc"),
      readFileSync(mirror, "utf8").replace("{\n", `{\n${override}`),
    );
    const args = [uat, "--synthesized", here.applied(uat)];
    const ended = await here.check(args, { TF_CLI_CONFIG_FILE: "overrides.rc" });
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain("take dev_overrides out of the CLI configuration");
  });

  test("says that there is no place for providers, and how to name one", async () => {
    const here = project();
    const HOME = path.join(here.folder, "package.json/home");
    const ended = await here.check([uat, "--synthesized", here.applied(uat), "--json", "-"], {
      HOME,
    });
    const said = `^Providers can't be kept in ${HOME}/.*: ENOTDIR.*TF_PLUGIN_CACHE_DIR$`;
    expect(ended.status).toBe(1);
    expect(environmentReport(ended)).toMatchObject({
      verdict: "ERROR",
      cause: "provider-download",
      reasons: [expect.stringMatching(said)],
    });
  });

  test("says that there is no place for its files, in every report", async () => {
    const here = project();
    const TMPDIR = path.join(here.folder, "nowhere");
    const ended = await here.check([uat, "--json", "-"], { TMPDIR });
    expect(ended.status).toBe(1);
    expect(environmentReport(ended)).toMatchObject({
      verdict: "ERROR",
      cause: null,
      reasons: [expect.stringMatching(/^The check could not go on: ENOENT.*nowhere/)],
    });
  });

  test("says that the bucket is missing", async () => {
    const here = project();
    await here.bucket.delete();
    const ended = await here.check([uat, "--synthesized", here.applied(uat)]);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain("The bucket of Terraform's state doesn't exist");
    await here.bucket.create();
  });

  test("says what the app said, when synth fails", async () => {
    const here = project();
    const main = path.join(here.folder, "main.ts");
    writeFileSync(
      main,
      'throw Object.assign(new Error("The configuration is wrong"), { exitCode: 78 });',
    );
    const ended = await here.check([uat]);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain("Synth failed (exit code 78)");
    expect(ended.stdout).toContain("  The configuration is wrong\n");
    expect(readdirSync(here.temporaryFolder)).toEqual([]);
  });

  test.each([
    [
      "is missing",
      undefined,
      "terraform was not found (ENOENT): install Terraform 1.10.0 or newer",
    ],
    ["is too old", "1.9.8", "Terraform 1.9.8 is too old: install Terraform 1.10.0 or newer"],
  ])("says that Terraform %s", async (_, version, reason) => {
    const here = project();
    // A folder with Node.js and, perhaps, a Terraform of that version.
    const folder = path.join(here.folder, "programs");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    symlinkSync(process.execPath, path.join(folder, "node"));
    if (version !== undefined) {
      const script = `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`;
      writeFileSync(path.join(folder, "terraform"), script, { mode: 0o755 });
    }
    const ended = await here.check([uat], { PATH: folder });
    expect(ended.status).toBe(1);
    expect(ended.stdout).toContain(reason);
  });
});
