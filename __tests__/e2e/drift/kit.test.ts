import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWithTools } from "../../support/external-tools";
import { DeniedS3 } from "./denied-s3";
import { MotoServer } from "./moto-server";
import { StandInProject } from "./stand-in";

const id = "uat-us-east-1";
const things = {
  template: { content: "as written", tags: { team: "a" }, password: "before" },
  group: { follows: "template", size: 3 },
  alone: {},
};
const key = `${id}.tfstate.tflock`;

describeWithTools("the stand-in project", ["terraform", "python3", "moto_server"], () => {
  let moto: MotoServer;
  let project: StandInProject;

  beforeAll(async () => {
    moto = await MotoServer.start();
    project = await StandInProject.create(moto);
    project.write(id, things);
    await project.apply(id);
  });

  afterAll(async () => {
    await project?.[Symbol.asyncDispose]();
    await moto?.[Symbol.asyncDispose]();
  });

  const plan = async () => {
    await project.terraform(id, "plan", "-input=false", "-no-color", "-out=plan");
    return JSON.parse(await project.terraform(id, "show", "-json", "plan"));
  };

  test("has nothing to do after an apply, and leaves nothing behind", async () => {
    const { resource_drift, resource_changes } = await plan();
    expect(resource_drift).toBeUndefined();
    const actions = resource_changes.map(({ change }: any) => change.actions);
    expect(actions).toEqual([["no-op"], ["no-op"], ["no-op"]]);
    expect(await project.state(id)).toContain('"as written"');
    expect(await project.locks()).toEqual([]);
    expect(readdirSync(project.temporaryFolder)).toEqual([]);
  });

  test("drifts when things are edited or removed, until an apply", async () => {
    const cloud = project.cloud(id);
    cloud.edit("template", { content: "by hand", password: "after" });
    cloud.remove("alone");
    const { resource_drift, resource_changes } = await plan();
    expect(resource_drift).toMatchObject([
      { address: "folder_thing.alone", change: { actions: ["delete"] } },
      {
        address: "folder_thing.template",
        change: {
          actions: ["update"],
          before: { content: "as written" },
          after: { content: "by hand" },
          before_sensitive: { password: true },
          after_sensitive: { password: true },
        },
      },
    ]);
    const follower = resource_changes.find(({ address }: any) => address === "folder_thing.group");
    expect(follower.change).toMatchObject({
      actions: ["update"],
      after_unknown: { follows: true },
    });

    await project.apply(id);
    expect(cloud.read("template")).toMatchObject({ content: "as written", revision: "2" });
    expect(cloud.read("group")).toMatchObject({ follows: "2" });
    expect(cloud.read("alone")).toMatchObject({ revision: "1" });
    expect(await plan()).not.toHaveProperty("resource_drift");
  });

  test("can't be planned while somebody else holds the lock", async () => {
    const { ID, Who } = await project.lock(id);
    await expect(plan()).rejects.toThrow(ID);
    await expect(plan()).rejects.toThrow(Who);
    expect(await project.bucket.putNew(key, "another")).toBe(false);
    await project.bucket.remove(key);
    await plan();
    expect(await project.locks()).toEqual([]);
  });

  test("gives one of two locks that are taken at once", async () => {
    const taken = ["one", "two", "three"].map((text) => project.bucket.putNew(key, text));
    expect((await Promise.all(taken)).filter((put) => put)).toEqual([true]);
    await project.bucket.remove(key);
  });

  test("answers with the error that it is told to answer with, or not at all", async () => {
    const summary = "reading thing: api error ExpiredToken: The security token is expired";
    project.cloud(id).behave({ thing: "group", fail: { summary } });
    await expect(plan()).rejects.toThrow(summary);
    project.cloud(id).behave({ crash: true });
    // Terraform notices either the lost answer or the closed connection first.
    await expect(plan()).rejects.toThrow(/Plugin did not respond|Request cancelled/);
    project.cloud(id).behave();
    await plan();
  });

  test("stops a slow answer when Terraform is interrupted", async () => {
    project.cloud(id).behave({ thing: "group", slow: { seconds: 3600 } });
    await using terraform = project.startTerraform(id, "plan", "-input=false", "-no-color");
    await project.cloud(id).slowRequest();
    terraform.signal("SIGINT");
    const { status, stderr } = await terraform.ended;
    expect(status).toBe(1);
    expect(stderr).toContain("context canceled");
    expect(await project.locks()).toEqual([]);
    project.cloud(id).behave();
  });

  test("may be refused its state", async () => {
    using denied = await DeniedS3.start();
    project.write(id, things, denied.url);
    await expect(project.apply(id)).rejects.toThrow("StatusCode: 403");
    project.write(id, things);
  });
});
