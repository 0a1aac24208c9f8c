import { describe, expect, it } from "vitest";
import { certificateKeyTypes } from "../../../../src/systems/configuration/lookups";
import type { Environment } from "../../../../src/systems/test-app/environment";
import { leastBaselineGigabitsPerSecond } from "../../../../src/systems/test-app/instance-types";
import { imageLookup } from "../../../../src/systems/test-app/lookups";
import { environment } from "../../../support/environment";

describe("the lookup of the machine image", () => {
  const lookup = (fleet: Partial<Environment["fleet"]>) =>
    imageLookup(environment({ fleet }).settings);

  it("asks for exactly one of the name, and of the instance types' architecture", () => {
    const machineImage = { owner: "self", name: "test-app-42" };
    expect(lookup({ machineImage })).toEqual({
      owner: "self",
      newest: false,
      filters: [
        { name: "name", values: ["test-app-42"] },
        { name: "architecture", values: ["x86_64"] },
      ],
    });
    expect(lookup({ instanceTypes: ["c7gn.large", "c7gn.xlarge"] }).filters).toContainEqual({
      name: "architecture",
      values: ["arm64"],
    });
  });

  it("asks for the id", () => {
    const image = lookup({ machineImage: { owner: "self", id: "ami-0123456789abcdef0" } });
    expect(image.newest).toBe(false);
    expect(image.filters).toContainEqual({ name: "image-id", values: ["ami-0123456789abcdef0"] });
  });

  it("floats only where the environment says so", () => {
    const floatsBecause = "each build is tried at once";
    const image = lookup({
      machineImage: { owner: "self", newestNamed: "test-app-*", floatsBecause },
    });
    expect(image.newest).toBe(true);
    expect(image.filters).toContainEqual({ name: "name", values: ["test-app-*"] });
  });
});

it("looks certificates up of every key type that a load balancer can use", () => {
  expect(certificateKeyTypes).toEqual([
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
  ]);
});

it("scales by the weakest of the instance types, whichever comes first", () => {
  expect(leastBaselineGigabitsPerSecond(["c6in.xlarge", "c5n.xlarge"])).toBe(5);
  expect(leastBaselineGigabitsPerSecond(["c5n.xlarge", "c6in.xlarge"])).toBe(5);
});
