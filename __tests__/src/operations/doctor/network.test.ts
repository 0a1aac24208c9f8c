import {
  CopyImageCommand,
  CreateDefaultSubnetCommand,
  CreateVpcCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Aws } from "../../../../src/operations/doctor/aws";
import { findingsOf } from "../../../../src/operations/doctor/check";
import { enabledRegions } from "../../../../src/operations/doctor/checks/account";
import { describeWithTools } from "../../../support/external-tools";
import { dummyCredentials, ExaminedAccount, findIn, uat } from "./examined-account";

describeWithTools("of the network and the image", ["moto_server"], () => {
  let account: ExaminedAccount;
  let ec2: EC2Client;
  beforeAll(async () => {
    account = await ExaminedAccount.start();
    ec2 = new EC2Client({ region: "us-east-1", credentials: dummyCredentials });
  });
  afterAll(async () => {
    ec2.destroy();
    await account[Symbol.asyncDispose]();
  });

  /** Takes the default subnets away but for those of some zones. */
  async function keepSubnetsIn(client: EC2Client, ...kept: string[]): Promise<string> {
    const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({}));
    for (const { SubnetId, AvailabilityZone = "" } of Subnets)
      if (!kept.includes(AvailabilityZone))
        await client.send(new DeleteSubnetCommand({ SubnetId }));
    return Subnets[0]?.VpcId ?? "";
  }

  it("a region is enabled, or has to be", async () => {
    const regions = ["us-east-1", "eu-west-1"] as const;
    const find = () => findingsOf(() => enabledRegions(account.aws, regions));
    expect(await find()).toEqual([
      { status: "ok", message: "us-east-1 is enabled", remedy: null },
      { status: "ok", message: "eu-west-1 is enabled", remedy: null },
    ]);
    // Without, EC2 leaves out those that aren't enabled.
    expect(account.scripted.bodies.get("DescribeRegions")).toContain("AllRegions=true");
    account.scripted.answers("DescribeRegions", {
      body: "<DescribeRegionsResponse><regionInfo><item><regionName>eu-west-1</regionName><optInStatus>not-opted-in</optInStatus></item></regionInfo></DescribeRegionsResponse>",
    });
    expect(await find()).toEqual([
      {
        status: "unchecked",
        message: "EC2 doesn't say whether us-east-1 is enabled",
        remedy: "run it again",
      },
      {
        status: "failed",
        message: "eu-west-1 is not enabled in this account (not-opted-in)",
        remedy: "aws account enable-region --region-name eu-west-1",
      },
    ]);
    account.scripted.forgets("DescribeRegions");
  });

  it("the default VPC is there, or has to be made", async () => {
    const [found] = await account.find("default-vpc");
    expect(found).toMatchObject({
      status: "ok",
      message: expect.stringMatching(/^the default VPC is vpc-\w+$/),
    });

    const elsewhere = new EC2Client({ region: "eu-west-1", credentials: dummyCredentials });
    const VpcId = await keepSubnetsIn(elsewhere);
    await elsewhere.send(new DeleteVpcCommand({ VpcId }));
    await elsewhere.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
    elsewhere.destroy();
    const aws = new Aws("eu-west-1", dummyCredentials, 300_000);
    const inEurope = { ...uat, region: "eu-west-1" as const };
    expect(await findIn(aws, "default-vpc", inEurope)).toEqual([
      {
        status: "failed",
        message: "eu-west-1 has no default VPC",
        remedy: "aws ec2 create-default-vpc --region eu-west-1, which makes its subnets too",
      },
    ]);
    const [inZones] = await findIn(aws, "zones", inEurope);
    expect(inZones).toMatchObject({ status: "unchecked", remedy: "see default-vpc" });
    aws.destroy();
  });

  it("the instance types are offered in two zones, or others have to be chosen", async () => {
    const [found] = await account.find("zones");
    // Of us-east-1's six zones, us-east-1e lacks modern types.
    expect(found).toEqual({
      status: "ok",
      message:
        "us-east-1a, us-east-1b, us-east-1c, us-east-1d, us-east-1f offer c6in.large and c5n.large and have a default subnet",
      remedy: null,
    });

    const offered = [
      ["c6in.large", "us-east-1a"],
      ["c6in.large", "us-east-1b"],
      ["c5n.large", "us-east-1b"],
    ];
    const items = offered.map(
      ([type, zone]) =>
        `<item><instanceType>${type}</instanceType><location>${zone}</location></item>`,
    );
    account.scripted.answers("DescribeInstanceTypeOfferings", {
      body: `<DescribeInstanceTypeOfferingsResponse><instanceTypeOfferingSet>${items.join("")}</instanceTypeOfferingSet></DescribeInstanceTypeOfferingsResponse>`,
    });
    expect(await account.find("zones")).toEqual([
      {
        status: "failed",
        message: "only us-east-1b offers c6in.large and c5n.large, and two zones are needed",
        remedy: "choose other instanceTypes in src/systems/test-app/environments.ts",
      },
    ]);
    account.scripted.forgets("DescribeInstanceTypeOfferings");
  });

  it("two zones have a default subnet, and as many as the scaling targets need", async () => {
    await keepSubnetsIn(ec2, "us-east-1a", "us-east-1e");
    const [found] = await account.find("zones");
    expect(found).toMatchObject({
      status: "failed",
      message:
        "only us-east-1a offers c6in.large and c5n.large and has a default subnet, and two zones are needed",
    });
    expect(found?.remedy).toMatch(
      /^aws ec2 create-default-subnet --region us-east-1 --availability-zone us-east-1b; /,
    );

    await ec2.send(new CreateDefaultSubnetCommand({ AvailabilityZone: "us-east-1b" }));
    const modest = { fleet: { cpuTargetPercent: 33, networkTargetPercentOfBaseline: 33 } };
    expect(await account.find("zones", modest)).toMatchObject([{ status: "ok" }]);
    expect(await account.find("zones")).toMatchObject([
      {
        status: "failed",
        message:
          "us-east-1a and us-east-1b alone can be used, and the scaling targets need 3 zones: the apply refuses them",
      },
    ]);
  });

  it("the image is there once, is available, and has the instances' architecture", async () => {
    const image = { owner: "self", name: "test-app-1" };
    const context = { fleet: { machineImage: image } };
    const remedy =
      "give another machineImage in src/systems/test-app/environments.ts or src/systems/configuration/stand-ins.ts";
    const { Images: [ubuntu] = [] } = await ec2.send(
      new DescribeImagesCommand({ Owners: ["099720109477"] }),
    );
    const copy = (Name: string) =>
      ec2.send(
        new CopyImageCommand({ Name, SourceImageId: ubuntu?.ImageId, SourceRegion: "us-east-1" }),
      );
    expect(await account.find("machine-image", context)).toEqual([
      {
        status: "failed",
        message: "self has no image in us-east-1 with name test-app-1, architecture x86_64",
        remedy,
      },
    ]);

    const { ImageId } = await copy("test-app-1");
    const onArm = { fleet: { machineImage: image, instanceTypes: ["c7gn.large", "c7gn.xlarge"] } };
    expect(await account.find("machine-image", onArm)).toMatchObject([
      { status: "failed", message: expect.stringContaining("architecture arm64") },
    ]);
    expect(await account.find("machine-image", context)).toEqual([
      { status: "ok", message: `${ImageId} (test-app-1)`, remedy: null },
    ]);
    const byId = { fleet: { machineImage: { owner: "self", id: ImageId } } };
    expect(await account.find("machine-image", byId)).toMatchObject([{ status: "ok" }]);

    await copy("test-app-1");
    expect(await account.find("machine-image", context)).toMatchObject([
      {
        status: "failed",
        message:
          "2 images of self in us-east-1 have name test-app-1, architecture x86_64, and one is needed",
      },
    ]);
    const floating = { owner: "self", newestNamed: "test-app-*", floatsBecause: "a test" };
    const context2 = { fleet: { machineImage: floating } };
    expect(await account.find("machine-image", context2)).toMatchObject([{ status: "ok" }]);

    account.scripted.answers("DescribeImages", {
      body: "<DescribeImagesResponse><imagesSet><item><imageId>ami-1</imageId><name>test-app-1</name><imageState>pending</imageState></item></imagesSet></DescribeImagesResponse>",
    });
    expect(await account.find("machine-image", context)).toEqual([
      { status: "failed", message: "ami-1 (test-app-1) is pending, and not available", remedy },
    ]);

    const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString();
    const answer = (more: string) =>
      account.scripted.answers("DescribeImages", {
        body: `<DescribeImagesResponse><imagesSet><item><imageId>ami-1</imageId><name>test-app-1</name><imageState>available</imageState>${more}</item></imagesSet></DescribeImagesResponse>`,
      });
    const ok = [{ status: "ok", message: "ami-1 (test-app-1)", remedy: null }];
    answer(`<creationDate>${day(89)}</creationDate>`);
    expect(await account.find("machine-image", context)).toEqual(ok);
    answer(`<creationDate>${day(100)}</creationDate>`);
    expect(await account.find("machine-image", context)).toEqual([
      {
        status: "warning",
        message: `ami-1 (test-app-1) was made ${day(100).slice(0, 10)}, 100 days ago, and lacks the security fixes since`,
        remedy,
      },
    ]);
    answer(`<deprecationTime>${day(-1)}</deprecationTime>`);
    expect(await account.find("machine-image", context)).toEqual(ok);
    answer(`<deprecationTime>${day(1)}</deprecationTime>`);
    expect(await account.find("machine-image", context)).toEqual([
      {
        status: "warning",
        message: `ami-1 (test-app-1) is deprecated since ${day(1).slice(0, 10)}`,
        remedy,
      },
    ]);
    account.scripted.forgets("DescribeImages");
  });
});
