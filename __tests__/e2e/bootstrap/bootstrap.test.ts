import { readdirSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { account } from "../../../src/systems/configuration/account";
import { regionNamesOf } from "../../../src/systems/foundation/names";
import { describeWithTools } from "../../support/external-tools";
import { DeniedS3 } from "../drift/denied-s3";
import { applyingTerraforms, descendants, processesIn, signalEach } from "../drift/process-tree";
import { until } from "../drift/until";
import { NewAccount, things } from "./new-account";

const role = "AWSServiceRoleForAutoScaling";
const { stateBucket, logBucket } = regionNamesOf("us-east-1");
const otherAccount = "999988887777";

const wholePlan = "0 drift, 3 pending, 0 unmanaged, 0 destructive";
const nothingToDo =
  "READY us-east-1: its environments can be applied\n  Nothing to do: all is there, and as the code says\n";

/** Nothing runs any more, nothing is locked, and no plan lies about. */
async function leavesNothing({ project }: NewAccount): Promise<void> {
  expect(processesIn(project.temporaryFolder)).toEqual([]);
  expect(await project.locks()).toEqual([]);
  expect(readdirSync(project.temporaryFolder)).toEqual([]);
}

const tools = ["bash", "terraform", "python3", "moto_server"] as const;

describeWithTools("bootstrap", tools, () => {
  afterAll(() => NewAccount.end());

  test("makes an empty account ready, and finds nothing to do the next time", async () => {
    await using here = await NewAccount.open("us-east-1", account.id, "real");
    const first = await here.bootstrap();
    expect(first.status, first.stderr).toBe(0);
    for (const planned of [
      wholePlan,
      "pending import  folder_thing.bucket",
      'content: "as written"',
    ])
      expect(first.stdout).toContain(planned);
    const ready = [
      "READY us-east-1: its environments can be applied",
      `the role ${role} was made`,
      `the bucket ${stateBucket} was made`,
      `the bucket ${logBucket} was made`,
      `${here.id} was applied`,
    ];
    expect(first.stdout).toContain(`${ready.join("\n  ")}\n`);
    expect(here.cloud.read("template").content).toBe("as written");
    expect(await here.project.bucket.list()).toEqual([`${here.id}.tfstate`]);
    for (const bucket of [stateBucket, logBucket]) {
      const blocked = await here.ask(`/${bucket}?publicAccessBlock`);
      expect(blocked.text.match(/>true</g)).toHaveLength(4);
    }
    const roles = await here.ask("/", `Action=GetRole&RoleName=${role}&Version=2010-05-08`);
    expect(roles.text).toContain("<Path>/aws-service-role/autoscaling.amazonaws.com/</Path>");

    const second = await here.bootstrap([]);
    expect(second).toMatchObject({ status: 0, stdout: nothingToDo });
    expect(second.stderr).toContain(
      `the role ${role} is there\nthe bucket ${stateBucket} is there\nthe bucket ${logBucket} is there\n`,
    );
    await leavesNothing(here);
  });

  test("applies nothing without a terminal or --yes, and shows what there is to apply", async () => {
    await using here = await NewAccount.open("eu-west-1");
    const { status, stdout, stderr } = await here.bootstrap([]);
    expect(status, stderr).toBe(2);
    expect(stdout).toContain(wholePlan);
    expect(stderr).toContain("NOT APPLIED eu-west-1: there is something to apply");
    expect(stderr).toContain("write --yes to apply it");
    expect(stderr).toMatch(/\n {2}docs\/setup-errors.md, "Foundation not agreed to"\n$/);
    // There, in its region, and empty.
    const { text } = await here.ask(`/${here.project.bucket.name}?location`);
    expect(text).toContain(">eu-west-1<");
    await leavesNothing(here);
    expect(await here.project.bucket.list()).toEqual([]);
  });

  test("applies nothing of a plan that could not be shown, although --yes agrees to it", async () => {
    await using here = await NewAccount.open();
    const line = `${here.command("--yes").join(" ")} >/dev/full`;
    const { status, stderr } = await here.shell(line);
    expect(status, stderr).toBe(1);
    expect(stderr).toContain("ERROR us-east-1: the region isn't ready\n");
    expect(stderr).toContain("The plan could not be shown: ENOSPC");
    expect(stderr).toContain(`Until then: the role ${role} was made, and the bucket`);
    await leavesNothing(here);
    expect(await here.project.bucket.list()).toEqual([]);
  });

  test("asks on a terminal, where the plan is to be seen; no is no, and Ctrl-C is an interrupt", async () => {
    await using here = await NewAccount.open();
    const question = `Write yes to apply it to ${here.id}:`;
    const refused = await here.onTerminal([{ until: question, send: "\r" }], ["stdout"]);
    expect(refused.status, refused.output).toBe(2);
    expect(refused.output).toContain(wholePlan);
    expect(refused.redirected).toBe("");
    const interrupted = await here.onTerminal([{ until: question, send: "\u0003" }]);
    expect(interrupted.status, interrupted.output).toBe(130);
    expect(interrupted.echoAfter).toBe(true);
    expect(await here.project.bucket.list()).toEqual([]);

    const agreed = await here.onTerminal([{ until: question, send: "yes\r" }]);
    expect(agreed.status, agreed.output).toBe(0);
    expect(here.cloud.read("group").size).toBe(3);
  });

  test("never applies a plan that somebody else has overtaken, but plans again", async () => {
    await using here = await NewAccount.open();
    const seen = await here.onTerminal([
      { until: "Write yes to apply it", run: here.command("--yes"), send: "yes\r" },
    ]);
    expect(seen.status, seen.output).toBe(0);
    expect(seen.output).toContain("Somebody else was faster");
    expect(seen.output).not.toContain(`${here.id} was applied`);
  });

  test("ends well when it runs twice at once", async () => {
    await using here = await NewAccount.open();
    const both = await Promise.all([here.bootstrap(), here.bootstrap()]);
    expect(both.map(({ status, stderr }) => [status, stderr])).toEqual(
      both.map(({ stderr }) => [0, stderr]),
    );
    await leavesNothing(here);
  });

  test("says that it waits for somebody else's lock", async () => {
    await using here = await NewAccount.open();
    here.cloud.behave({ thing: "group", slow: { seconds: 300 } });
    await using first = here.start();
    await here.cloud.slowRequest();
    await using second = here.start();
    await until(() => second.stderr.includes("waiting for the lock of the state") || undefined);
    first.signal("SIGINT");
    here.cloud.behave();
    expect((await first.ended).status).toBe(130);
    const ended = await second.ended;
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stdout).toContain("0 drift, 1 pending, 0 unmanaged, 0 destructive");
    await leavesNothing(here);
  });
});

describeWithTools("an interrupted bootstrap", tools, () => {
  test("gives its lock back, and goes on when it is run again", async () => {
    await using here = await NewAccount.open();
    here.cloud.behave({ thing: "group", slow: { seconds: 300 } });
    await using program = here.start();
    await here.cloud.slowRequest();
    expect(await here.project.locks()).toEqual([`${here.id}.tfstate.tflock`]);
    program.signal("SIGINT");
    program.signal("SIGINT");
    const { status, stderr } = await program.ended;
    expect(status, stderr).toBe(130);
    expect(stderr).toContain(
      "INTERRUPTED us-east-1: the region isn't ready; run it again to go on",
    );
    expect(stderr).toContain(
      `Until then: the role ${role} was made, and the bucket ${stateBucket} was made, and the bucket ${logBucket} was made`,
    );
    await leavesNothing(here);

    here.cloud.behave();
    const again = await here.bootstrap();
    expect(again.status, again.stderr).toBe(0);
    expect(again.stdout).toContain("0 drift, 1 pending, 0 unmanaged, 0 destructive");

    // And in the middle of a plan.
    here.project.write(here.id, { ...things, template: { content: "new" } });
    here.cloud.behave({ thing: "template", slow: { seconds: 300 } });
    await using planning = here.start();
    await here.cloud.slowRequest();
    planning.signal("SIGTERM");
    const planned = await planning.ended;
    expect(planned.status, planned.stderr).toBe(130);
    expect(here.cloud.read("template").content).toBe("as written");
    await leavesNothing(here);
  });

  test("lets Terraform end what it has begun, however often and whomever somebody interrupts", async () => {
    await using here = await NewAccount.open();
    here.cloud.behave({ thing: "group", slow: { seconds: 8, ignoresStop: true } });
    await using program = here.start();
    await here.cloud.slowRequest();
    // A pipeline ends every process of a step; a second interrupt ends Terraform with the state locked.
    const terraform = applyingTerraforms(here.project.temporaryFolder);
    signalEach([...descendants(program.pid), program.pid], "SIGTERM");
    await until(() => program.stderr.includes("SIGTERM: what runs is being ended") || undefined);
    program.signal("SIGINT");
    const { status, stderr } = await program.ended;
    expect(status, stderr).toBe(130);
    expect(terraform).toHaveLength(1);
    expect(here.cloud.read("group").size).toBe(3);
    await leavesNothing(here);
  });
});

describeWithTools("bootstrap changes nothing", tools, () => {
  test("in another account", async () => {
    await using here = await NewAccount.open("us-east-1", otherAccount);
    const { status, stdout, stderr } = await here.bootstrap();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`The credentials are of the account ${otherAccount}`);
    expect(await here.project.bucket.exists()).toBe(false);
  });

  test("in a bucket that belongs to somebody else", async () => {
    await using here = await NewAccount.open();
    using denied = await DeniedS3.start();
    const { status, stdout, stderr } = await here.bootstrap(["--yes"], {
      AWS_ENDPOINT_URL_S3: denied.url,
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(`The bucket ${stateBucket} is there, and may not be looked at.`);
    expect(stderr).toContain(`Until then: the role ${role} was made`);
  });

  test("that AWS refuses, and says what was applied until then", async () => {
    await using here = await NewAccount.open();
    here.cloud.behave({ thing: "group", fail: { summary: "AccessDenied: not authorized" } });
    const applied = await here.bootstrap();
    expect(applied.status).toBe(1);
    expect(applied.stderr).toContain(
      "ERROR us-east-1: the region isn't ready\n  Terraform has failed in the middle: 1 of 2 done, 1 failed, 0 not begun. The state holds what was done\n  terraform apply failed (exit code 1)\n  The credentials don't permit",
    );
    expect(here.cloud.read("template").content).toBe("as written");

    here.cloud.behave({ fail: { summary: "ThrottlingException: Rate exceeded" } });
    const planned = await here.bootstrap();
    expect(planned).toMatchObject({ status: 1, stdout: "" });
    expect(planned.stderr).toContain("terraform plan failed");
    expect(planned.stderr).toContain("Terraform says: ThrottlingException: Rate exceeded");
    await leavesNothing(here);
  });
});
