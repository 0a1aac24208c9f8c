import { describe, expect, it } from "vitest";
import { MachineImage } from "../../../../src/constructs/compute/machine-image";
import { Certificate } from "../../../../src/constructs/networking/certificate";
import { DefaultNetwork } from "../../../../src/constructs/networking/default-network";
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
  const filters = [{ name: "name", values: ["test-app-42"] }];
  const lookup = (newest: boolean) =>
    synthesize(
      (scope) => new MachineImage(scope, "image", { owner: "self", newest, filters }),
    ).only("aws_ami");

  it("is looked up by what is said, deprecated or not, and doesn't float", () => {
    expect(lookup(false)).toMatchObject({
      owners: ["self"],
      most_recent: false,
      include_deprecated: true,
      filter: filters,
    });
  });

  it("floats where that is said", () => {
    expect(lookup(true).most_recent).toBe(true);
  });
});

describe("the certificate", () => {
  it("is the newest issued one for exactly the domain, of every key type that is named", () => {
    const stack = synthesize(
      (scope) =>
        new Certificate(scope, "certificate", {
          domainName: "app.example.com",
          keyTypes: ["RSA_2048", "EC_prime256v1"],
        }),
    );
    expect(stack.only("aws_acm_certificate")).toMatchObject({
      domain: "app.example.com",
      statuses: ["ISSUED"],
      most_recent: true,
      key_types: ["RSA_2048", "EC_prime256v1"],
    });
  });
});
