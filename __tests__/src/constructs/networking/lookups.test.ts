import { describe, expect, it } from "vitest";
import { MachineImage } from "../../../../src/constructs/compute/machine-image";
import { Certificate } from "../../../../src/constructs/networking/certificate";
import { DefaultNetwork } from "../../../../src/constructs/networking/default-network";
import type { Environment } from "../../../../src/systems/test-app/environment";
import { certificateKeyTypes, imageLookup } from "../../../../src/systems/test-app/lookups";
import { environment } from "../../../support/environment";
import { synthesize } from "../../../support/synthesized";

describe("the default network", () => {
  const stack = synthesize(
    (scope) =>
      new DefaultNetwork(scope, "network", { instanceTypes: ["c6in.xlarge", "c5n.xlarge"] }),
  );
  const subnets = stack.named("aws_subnets", "network/subnets");

  it("asks for each instance type's zones", () => {
    const offerings = stack.ofType("aws_ec2_instance_type_offerings");
    expect(offerings.map(({ filter }) => filter)).toEqual([
      [{ name: "instance-type", values: ["c5n.xlarge"] }],
      [{ name: "instance-type", values: ["c6in.xlarge"] }],
    ]);
    expect(offerings.map((each) => each.location_type)).toEqual([
      "availability-zone",
      "availability-zone",
    ]);
  });

  it("takes the default VPC's default subnets in the zones that offer every type", () => {
    expect(stack.only("aws_vpc").default).toBe(true);
    const [vpc, isDefault, zone] = subnets.filter;
    expect(vpc).toMatchObject({
      name: "vpc-id",
      values: [expect.stringMatching(/^\$\{data\.aws_vpc\..*\.id\}$/)],
    });
    expect(isDefault).toEqual({ name: "default-for-az", values: ["true"] });
    expect(zone).toMatchObject({
      name: "availability-zone",
      values: expect.stringMatching(
        /^\$\{tolist\(setintersection\(.*c6in-xlarge.*\.locations, .*c5n-xlarge.*\.locations\)\)\}$/,
      ),
    });
  });

  it("takes all default subnets for what must not move when instance types change", () => {
    const [vpc, isDefault] = subnets.filter;
    expect(stack.named("aws_subnets", "network/all-subnets").filter).toEqual([vpc, isDefault]);
  });

  it("refuses fewer than two zones, and says which types are the reason", () => {
    const [{ condition, error_message: message }] = subnets.lifecycle.postcondition;
    expect(condition).toBe("${length(self.ids) >= 2}");
    const [{ condition: before }] = subnets.lifecycle.precondition;
    expect(before).toMatch(/^\$\{\(length\(setintersection\(.*\) >= 2\)\}$/);
    expect(message).toContain("c6in.xlarge, c5n.xlarge");
    expect(message).toContain("choose other instance types");
  });
});

describe("the machine image", () => {
  const lookup = (
    machineImage: Environment["fleet"]["machineImage"],
    instanceTypes = environment().settings.fleet.instanceTypes,
  ) =>
    synthesize(
      (scope) =>
        new MachineImage(
          scope,
          "image",
          imageLookup(environment({ fleet: { machineImage, instanceTypes } }).settings),
        ),
    ).only("aws_ami");

  it("is looked up by its exact name, deprecated or not, and doesn't float", () => {
    expect(lookup({ owner: "self", name: "test-app-42" })).toMatchObject({
      owners: ["self"],
      most_recent: false,
      include_deprecated: true,
      filter: expect.arrayContaining([
        { name: "name", values: ["test-app-42"] },
        { name: "architecture", values: ["x86_64"] },
      ]),
    });
  });

  it("is looked up by its id", () => {
    const image = lookup({ owner: "self", id: "ami-0123456789abcdef0" });
    expect(image.most_recent).toBe(false);
    expect(image.filter).toContainEqual({ name: "image-id", values: ["ami-0123456789abcdef0"] });
  });

  it("floats only where the environment says so", () => {
    const image = lookup({
      owner: "self",
      newestNamed: "test-app-*",
      floatsBecause: "each build is tried at once",
    });
    expect(image.most_recent).toBe(true);
    expect(image.filter).toContainEqual({ name: "name", values: ["test-app-*"] });
  });

  it("has the instance types' architecture", () => {
    expect(
      lookup({ owner: "self", name: "test-app-42" }, ["c7gn.large", "c7gn.xlarge"]).filter,
    ).toContainEqual({
      name: "architecture",
      values: ["arm64"],
    });
  });
});

describe("the certificate", () => {
  it("is the newest issued one for exactly the domain, of every key type that load balancers use", () => {
    const stack = synthesize(
      (scope) =>
        new Certificate(scope, "certificate", {
          domainName: "app.example.com",
          keyTypes: certificateKeyTypes,
        }),
    );
    expect(stack.only("aws_acm_certificate")).toMatchObject({
      domain: "app.example.com",
      statuses: ["ISSUED"],
      most_recent: true,
      key_types: [
        "RSA_2048",
        "RSA_3072",
        "RSA_4096",
        "EC_prime256v1",
        "EC_secp384r1",
        "EC_secp521r1",
      ],
    });
  });
});
