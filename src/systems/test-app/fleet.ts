import * as z from "zod";
import { choice, oneOf, part, reason, seconds, text, wholeNumber } from "../configuration/fields";
import { type InstanceType, instanceTypeNames } from "./instance-types";

/** Owner of a machine image, as EC2 knows it. */
const imageOwner = text(
  /^(self|amazon|aws-marketplace|\d{12})$/,
  "an account id of 12 digits, self, amazon or aws-marketplace",
);

/** The client's bounds on a group's size, for every environment. */
const groupSize = z.literal([3, 4, 5, 6], {
  error:
    "the client allows 3 to 6 instances (the limit stands in src/systems/test-app/fleet.ts): write a whole number from 3 to 6",
});

/** A scaling target that leaves the group able to carry what a lost zone carried. */
const scalingTarget = (limit: string) =>
  wholeNumber(
    10,
    66,
    "percent",
    `the group must bear the loss of one zone without passing ${limit}; what its zones allow, the plan checks`,
  );

/** The instances, and how their number follows the load. */
export const fleet = part({
  /** First choice first. */
  instanceTypes: z
    .array(
      oneOf(
        instanceTypeNames as [InstanceType, ...InstanceType[]],
        "an instance type needs a known baseline bandwidth (instance-types.ts)",
      ),
      {
        error: `it must be a list of at least two instance types among ${instanceTypeNames.join(", ")}`,
      },
    )
    .min(2, { error: "one type alone can be sold out in a zone: write at least two types" })
    .refine((types) => new Set(types).size === types.length, {
      error: "a type is listed twice: write each once",
    })
    .readonly(),
  /**
   * The image holds the application. Give its exact name or id; a pattern takes the newest image that
   * matches, so that every release of its owner becomes a pending change.
   */
  machineImage: choice(
    [
      z.strictObject({
        owner: imageOwner,
        name: text(/^[^*?]+$/, "an exact name, without * and ?"),
      }),
      z.strictObject({
        owner: imageOwner,
        id: text(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/, "an image id such as ami-0123456789abcdef0"),
      }),
      z.strictObject({
        owner: imageOwner,
        newestNamed: text(/^\S+$/, "a pattern such as test-app-*"),
        floatsBecause: reason,
      }),
    ],
    "{ owner, name } with an exact name, { owner, id }, or { owner, newestNamed, floatsBecause }",
  ),
  rootVolumeGibibytes: wholeNumber(8, 16384, "gibibytes", "gp3's size, and Amazon Linux needs 8"),
  minimumInstances: groupSize,
  maximumInstances: groupSize,
  /** How long a new instance may be unhealthy before the group replaces it. */
  healthCheckGracePeriodSeconds: seconds(0, 7200, "how long a boot may take"),
  /** How long a new instance's metrics are left out of scaling decisions. */
  instanceWarmupSeconds: seconds(0, 3600, "how long an instance warms up"),
  cpuTargetPercent: scalingTarget("100 percent"),
  /** Of the least baseline bandwidth among the instance types, inwards and outwards each. */
  networkTargetPercentOfBaseline: scalingTarget("its baseline bandwidth"),
  requestsPerTargetPerMinuteTarget: wholeNumber(
    1,
    1_000_000,
    "requests",
    "requests per instance and minute",
  ),
});
