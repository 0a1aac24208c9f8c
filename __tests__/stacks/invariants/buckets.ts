import { account } from "../../../src/systems/configuration/account";
import { regionNamesOf } from "../../../src/systems/foundation/names";
import type { Configuration, SynthesizedStack } from "../../support/synthesized";
import { failing, type Invariant } from "./invariant";

type Change = (stack: SynthesizedStack) => void;

/** The settings of one type that a bucket has. */
export function settings(stack: SynthesizedStack, address: string, type: string): Configuration[] {
  return stack.ofType(type).filter(({ bucket }) => bucket === `\${${address}.id}`);
}

/** Addresses of buckets none of whose settings of a type pass a test. */
function withoutSetting(
  stack: SynthesizedStack,
  type: string,
  passes: (setting: Configuration, bucket: Configuration) => boolean,
): string[] {
  return failing(stack, ["aws_s3_bucket"], (bucket, { address }) =>
    settings(stack, address, type).some((setting) => passes(setting, bucket)),
  );
}

export const statements = (policy: Configuration): Configuration[] =>
  JSON.parse(policy.policy).Statement;
export const list = <Value>(value: Value | Value[]): Value[] => [value].flat() as Value[];

/** Each setting of a type is broken in some ways, in the log bucket and then in the state bucket. */
function breaches(type: string, changes: readonly object[]): Invariant["breaches"] {
  return ["log-bucket", "state-bucket"].flatMap((of) =>
    changes.map((change): readonly [Change, string] => [
      (stack) => {
        const [setting] = stack
          .ofType(type)
          .filter((each) => each["//"].metadata.path.includes(`/${of}/`));
        Object.assign(setting as Configuration, change);
      },
      of,
    ]),
  );
}

/** Changes the statements of the log bucket's policy. */
export const edit = (change: (statements: Configuration[]) => unknown): Change => {
  return (stack) => {
    const policy = stack.named("aws_s3_bucket_policy", "log-bucket/bucket/policy");
    const all = statements(policy);
    change(all);
    policy.policy = JSON.stringify({ Statement: all });
  };
};

const isTlsOnly = (name: string) => (each: Configuration) =>
  each.Effect === "Deny" &&
  each.Principal === "*" &&
  list(each.Action).includes("s3:*") &&
  [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`].every((arn) =>
    list(each.Resource).includes(arn),
  ) &&
  each.Condition?.Bool?.["aws:SecureTransport"] === "false";

/** Whether a statement lets one service of AWS do so little, and for this account only. */
const isDelivery = (name: string) => (each: Configuration) => {
  const isForUs =
    each.Condition?.StringEquals?.["aws:SourceAccount"] === account.id ||
    list<string>(each.Resource).every((arn) => arn.endsWith(`/AWSLogs/${account.id}/*`));
  return (
    /^[a-z0-9.]+\.amazonaws\.com$/.test(each.Principal?.Service) &&
    list<string>(each.Action).every((action) =>
      ["s3:PutObject", "s3:GetBucketAcl"].includes(action),
    ) &&
    list<string>(each.Resource).every(
      (arn) => arn.startsWith(`arn:aws:s3:::${name}`) && arn !== `arn:aws:s3:::${name}/*`,
    ) &&
    isForUs
  );
};

export const buckets: readonly Invariant[] = [
  {
    name: "a bucket is closed to the public, and has no ACLs",
    violations: (stack) => [
      ...withoutSetting(stack, "aws_s3_bucket_public_access_block", (block) =>
        [
          block.block_public_acls,
          block.block_public_policy,
          block.ignore_public_acls,
          block.restrict_public_buckets,
        ].every((each) => each === true),
      ),
      ...withoutSetting(
        stack,
        "aws_s3_bucket_ownership_controls",
        ({ rule }) => rule.object_ownership === "BucketOwnerEnforced",
      ),
    ],
    breaches: [
      ...breaches("aws_s3_bucket_public_access_block", [
        { block_public_acls: false },
        { block_public_policy: undefined },
        { ignore_public_acls: false },
        { restrict_public_buckets: false },
        { bucket: "another" },
      ]),
      ...breaches("aws_s3_bucket_ownership_controls", [
        { rule: { object_ownership: "ObjectWriter" } },
      ]),
    ],
  },
  {
    name: "a bucket encrypts with S3's own keys, and the provider leaves S3's block of SSE-C alone",
    violations: (stack) =>
      withoutSetting(
        stack,
        "aws_s3_bucket_server_side_encryption_configuration",
        ({ rule: [rule] }) =>
          rule.apply_server_side_encryption_by_default.sse_algorithm === "AES256" &&
          rule.blocked_encryption_types?.join() === "SSE-C",
      ),
    breaches: breaches("aws_s3_bucket_server_side_encryption_configuration", [
      { rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }] },
      {
        rule: [
          {
            apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" },
            blocked_encryption_types: ["SSE-C"],
          },
        ],
      },
    ]),
  },
  {
    name: "a bucket is versioned, and what is old goes away: versions, delete markers, parts of uploads",
    violations: (stack) => [
      ...withoutSetting(
        stack,
        "aws_s3_bucket_versioning",
        (each) => each.versioning_configuration.status === "Enabled",
      ),
      ...withoutSetting(
        stack,
        "aws_s3_bucket_lifecycle_configuration",
        ({ rule: [rule], transition_default_minimum_object_size: size, depends_on: waitedFor }) =>
          rule.status === "Enabled" &&
          Object.keys(rule.filter[0]).length === 0 &&
          rule.noncurrent_version_expiration?.[0].noncurrent_days > 0 &&
          rule.expiration?.[0].expired_object_delete_marker === true &&
          rule.abort_incomplete_multipart_upload?.[0].days_after_initiation > 0 &&
          size !== undefined &&
          waitedFor?.some((address: string) => address.startsWith("aws_s3_bucket_versioning.")),
      ),
    ],
    breaches: [
      ...breaches("aws_s3_bucket_versioning", [
        { versioning_configuration: { status: "Suspended" } },
      ]),
      ...breaches("aws_s3_bucket_lifecycle_configuration", [
        { transition_default_minimum_object_size: undefined },
        { depends_on: undefined },
        { rule: [{ status: "Enabled", filter: [{}] }] },
      ]),
    ],
  },
  {
    name: "a bucket is reached over TLS only",
    violations: (stack) =>
      withoutSetting(stack, "aws_s3_bucket_policy", (policy, { bucket: name }) =>
        statements(policy).some(isTlsOnly(name)),
      ),
    breaches: [
      [edit((all) => all.shift()), "log-bucket"],
      [
        edit(([first]) => Object.assign(first as object, { Action: ["s3:GetObject"] })),
        "log-bucket",
      ],
      [edit(([first]) => (first as Configuration).Resource.pop()), "log-bucket"],
      [edit(([first]) => Object.assign(first as object, { Effect: "Allow" })), "log-bucket"],
    ],
  },
  {
    name: "a bucket's policy lets in services of AWS alone, each for this account and with a place of its own",
    violations: (stack) =>
      withoutSetting(stack, "aws_s3_bucket_policy", (policy, { bucket: name }) =>
        statements(policy).every((each) => each.Effect === "Deny" || isDelivery(name)(each)),
      ),
    breaches: [
      ...[
        { Principal: { AWS: "arn:aws:iam::999988887777:root" } },
        { Principal: "*" },
        { Action: ["s3:GetObject"] },
        { Resource: [`arn:aws:s3:::test-app-logs-${account.id}-us-east-1/*`] },
        { Resource: ["arn:aws:s3:::another/x/AWSLogs/111122223333/*"] },
      ].map((change): readonly [Change, string] => [
        edit(([, second]) => Object.assign(second as object, change)),
        "log-bucket",
      ]),
      [edit((all) => all.map((each) => delete each.Condition)), "log-bucket"],
    ],
  },
  {
    name: "who reaches a bucket is logged, in a bucket that holds logs",
    violations: (stack) => {
      const logging = stack.ofType("aws_s3_bucket_logging");
      const targets = logging.map((each) => each.target_bucket);
      const { logBucket } = regionNamesOf(stack.json.provider.aws[0].region);
      const isOther = (name: string) => name !== logBucket;
      return failing(
        stack,
        ["aws_s3_bucket"],
        ({ bucket: name, "//": about }, { address }) =>
          // Logs of a log bucket would never end.
          (targets.includes(name) ||
            (isOther(name) && about.acceptedFindings?.CKV_AWS_18 !== undefined)) !==
          logging.some((each) => each.bucket === `\${${address}.id}`),
      );
    },
    breaches: [
      [(stack) => delete stack.json.resource.aws_s3_bucket_logging, "state-bucket"],
      [
        (stack) => Object.assign(stack.only("aws_s3_bucket_logging"), { target_bucket: "x" }),
        "log-bucket",
      ],
    ],
  },
  {
    name: "a bucket that bootstrap makes is adopted: one whose creation ended badly would block every plan",
    violations: (stack) => {
      const adopted: Configuration[] = stack.json.import ?? [];
      const { stateBucket, logBucket } = regionNamesOf(stack.json.provider.aws[0].region);
      return failing(
        stack,
        ["aws_s3_bucket"],
        ({ bucket: name }, { address }) =>
          ![stateBucket, logBucket].includes(name) ||
          adopted.some((each) => each.id === name && each.to === address),
      );
    },
    breaches: ["log-bucket", "state-bucket"].flatMap((of): Invariant["breaches"] => {
      const isOf = ({ to }: Configuration) => to.includes(of);
      return [
        [
          (stack) => {
            stack.json.import = stack.json.import.filter((each: Configuration) => !isOf(each));
          },
          of,
        ],
        [(stack) => Object.assign(stack.json.import.find(isOf), { id: "another" }), of],
      ];
    }),
  },
  {
    name: "a bucket's policy waits for its public access block: S3 refuses some changes at the same time",
    violations: (stack) =>
      withoutSetting(stack, "aws_s3_bucket_policy", ({ bucket, depends_on: waitedFor }) =>
        stack
          .resources()
          .some(
            ({ type, address, configuration }) =>
              type === "aws_s3_bucket_public_access_block" &&
              configuration.bucket === bucket &&
              waitedFor?.includes(address),
          ),
      ),
    breaches: breaches("aws_s3_bucket_policy", [
      { depends_on: undefined },
      { depends_on: ["x.y"] },
    ]),
  },
  {
    name: "a bucket's name fits S3's rules, and says whose and where it is",
    violations: (stack) =>
      failing(
        stack,
        ["aws_s3_bucket"],
        ({ bucket }) =>
          /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket) &&
          bucket.endsWith(`-${account.id}-${stack.json.provider.aws[0].region}`),
      ),
    breaches: [
      [
        (stack) =>
          Object.assign(stack.ofType("aws_s3_bucket")[0] as object, { bucket: "a".repeat(64) }),
        "aws_s3_bucket",
      ],
      [
        (stack) =>
          Object.assign(stack.ofType("aws_s3_bucket")[0] as object, { bucket: "test-app-logs" }),
        "aws_s3_bucket",
      ],
    ],
  },
];
