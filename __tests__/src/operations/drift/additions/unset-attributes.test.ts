import { describe, expect, it } from "vitest";
import { constant, type Json, judge, noOp, resource, update } from "../written-plans";

const additionsOf = (changes: Json[], resources: Json[] = []) =>
  judge({ changes, resources, plan: { applyable: false } }).findings.flatMap(({ addition }) =>
    addition ? { ...addition, path: addition.path.replace(/@[0-9a-f]{16}$/, "") } : [],
  );

describe("a function's code", () => {
  const address = "aws_lambda_function.updater";
  const values = {
    function_name: "updater",
    arn: "arn:aws:lambda:eu-west-1:111122223333:function:updater",
    filename: "assets/updater.zip",
    source_code_hash: "ours=",
  };

  it("that isn't ours is told, though no hash that Terraform compares has changed", () => {
    const found = { ...values, code_sha256: "theirs=" };
    expect(additionsOf([noOp(address, found)])).toEqual([
      {
        path: "code_sha256",
        what: "The function runs code that isn't ours: its SHA-256 is theirs=, and ours ours=",
        remedy:
          "npm run synth && aws lambda update-function-code --region eu-west-1 --function-name updater --zip-file fileb://cdktf.out/stacks/uat/assets/updater.zip",
      },
    ]);
  });

  it.each<[string, Json]>([
    ["is ours", noOp(address, { ...values, code_sha256: "ours=" })],
    ["comes without a hash", noOp(address, { ...values, source_code_hash: null })],
    [
      "is replaced by the plan",
      update(
        address,
        { ...values, code_sha256: "theirs=" },
        { ...values, code_sha256: "theirs=", source_code_hash: "new=" },
      ),
    ],
  ])("is no addition where it %s", (_, change) => {
    expect(additionsOf([change])).toEqual([]);
  });
});

const bucket = (values: Json) =>
  noOp("aws_s3_bucket.logs", { id: "logs", bucket: "logs", ...values });
const owner = { id: "0123", type: "CanonicalUser", permissions: ["FULL_CONTROL"], uri: "" };
const everybody = {
  id: "",
  type: "Group",
  permissions: ["READ"],
  uri: "http://acs.amazonaws.com/groups/global/AllUsers",
};
const listener = (values: Json) => noOp("aws_lb_listener.https", { id: "l", ...values });
const group = (values: Json) => noOp("aws_autoscaling_group.fleet", { id: "g", ...values });
const targets = (values: Json) => noOp("aws_lb_target_group.web", { id: "t", ...values });
const secret = (values: Json) =>
  noOp("aws_secretsmanager_secret.it", { id: "s", arn: "arn:aws:secretsmanager:::s", ...values });
const locked = { object_lock_enabled: "Enabled", rule: [] };
const encryptedBy = (sse_algorithm: string) => ({
  server_side_encryption_configuration: [
    { rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm }] }] },
  ],
});
const queue = (values: Json) => noOp("aws_sqs_queue.it", { id: "q", url: "https://q", ...values });
const role = (values: Json) => noOp("aws_iam_role.it", { id: "r", name: "r", ...values });
const rolePolicies = role({
  managed_policy_arns: ["arn:aws:iam::aws:policy/ours"],
  inline_policy: [{ name: "ours", policy: "{}" }],
});
const header = "routing_http_request_x_amzn_tls_version_header_name";

describe("an attribute that nobody sets", () => {
  it.each<[string, Json]>([
    ["cors_rule", bucket({ cors_rule: [{ allowed_origins: ["*"] }] })],
    ["website", bucket({ website: [{ index_document: "index.html" }] })],
    ["grant", bucket({ grant: [owner, everybody] })],
    ["policy", bucket({ policy: "{}" })],
    ["request_payer", bucket({ request_payer: "Requester" })],
    ["policy", secret({ policy: "{}" })],
    ["replica", secret({ replica: [{ region: "eu-west-2" }] })],
    ["mutual_authentication", listener({ mutual_authentication: [{ mode: "passthrough" }] })],
    [header, listener({ [header]: "X-Other" })],
    [
      "routing_http_response_server_enabled",
      listener({ routing_http_response_server_enabled: false }),
    ],
    ["load_balancers", group({ load_balancers: ["classic"] })],
    [
      "traffic_source",
      group({ traffic_source: [{ identifier: "tg-2" }], target_group_arns: ["tg-1"] }),
    ],
    ["load_balancer_arns", targets({ load_balancer_arns: ["lb-2"] })],
    ["stickiness", targets({ stickiness: [{ enabled: true, type: "lb_cookie" }] })],
    ["default_version", noOp("aws_launch_template.it", { default_version: 2 })],
    ["latest_version", noOp("aws_ssm_document.it", { default_version: "1", latest_version: "2" })],
    ["replicas", noOp("aws_db_instance.it", { replicas: ["copy"] })],
    ["redrive_policy", queue({ redrive_policy: '{"maxReceiveCount":1}' })],
    ["redrive_allow_policy", queue({ redrive_allow_policy: '{"redrivePermission":"allowAll"}' })],
    ["tier", noOp("aws_ssm_parameter.it", { tier: "Advanced" })],
    ["object_lock_configuration", bucket({ object_lock_configuration: [locked] })],
    ["versioning", bucket({ versioning: [{ enabled: true, mfa_delete: false }] })],
    ["server_side_encryption_configuration", bucket(encryptedBy("aws:kms"))],
    ["managed_policy_arns", role({ managed_policy_arns: ["arn:aws:iam::aws:policy/all"] })],
    ["inline_policy", role({ inline_policy: [{ name: "all", policy: "{}" }] })],
  ])("is told where it isn't what AWS makes of it: %s", (path, change) => {
    const [addition, ...others] = additionsOf([change]);
    expect(addition?.path).toBe(path);
    expect(addition?.what).toMatch(/: .+/);
    expect(others).toEqual([]);
  });

  it.each<[string, Json[]]>([
    [
      "what AWS gives each bucket",
      [
        bucket({
          grant: [owner],
          request_payer: "BucketOwner",
          cors_rule: [],
          policy: "",
          versioning: [{ enabled: false, mfa_delete: false }],
          ...encryptedBy("AES256"),
        }),
      ],
    ],
    [
      "a queue's of the code",
      [
        queue({ redrive_policy: "{}", redrive_allow_policy: "" }),
        noOp("aws_sqs_queue_redrive_policy.it", { queue_url: "https://q" }),
      ],
    ],
    [
      "a role's of the code, one by one",
      [
        rolePolicies,
        noOp("aws_iam_role_policy.ours", { role: "r", name: "ours" }),
        noOp("aws_iam_role_policy_attachment.ours", {
          role: "r",
          policy_arn: "arn:aws:iam::aws:policy/ours",
        }),
      ],
    ],
    [
      "a role's, where the code owns all of the kind",
      [
        rolePolicies,
        noOp("aws_iam_role_policies_exclusive.it", { role_name: "r" }),
        noOp("aws_iam_role_policy_attachments_exclusive.it", { role_name: "r" }),
      ],
    ],
    [
      "what another resource manages",
      [
        bucket({ cors_rule: [{ allowed_origins: ["*"] }], policy: "{}" }),
        noOp("aws_s3_bucket_cors_configuration.logs", { bucket: "logs" }),
        noOp("aws_s3_bucket_policy.logs", { bucket: "logs" }),
        secret({ policy: "{}" }),
        noOp("aws_secretsmanager_secret_policy.it", { secret_arn: "arn:aws:secretsmanager:::s" }),
      ],
    ],
    [
      "a listener's own headers",
      [
        listener({
          mutual_authentication: [{ mode: "off" }],
          [header]: "X-Amzn-Tls-Version",
          routing_http_response_server_enabled: true,
        }),
      ],
    ],
    [
      "our own load balancer and target group",
      [
        targets({ load_balancer_arns: ["lb-1"], stickiness: [{ enabled: false }] }),
        noOp("aws_lb.web", { arn: "lb-1" }),
        group({
          default_cooldown: 300,
          service_linked_role_arn:
            "arn:aws:iam::1:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
          traffic_source: [{ identifier: "tg-1" }],
          target_group_arns: ["tg-1"],
        }),
      ],
    ],
  ])("is no addition where it is %s", (_, changes) => {
    const { verdict, findings } = judge({ changes, plan: { applyable: false } });
    expect([verdict, ...findings]).toEqual(["IN_SYNC"]);
  });

  it("is told also where an update of something else leaves unknown what becomes of it", () => {
    const found = { default_version: "1", latest_version: "2", name: "d" };
    const tagged = update("aws_ssm_document.it", { ...found, tags: { a: "x" } }, { tags: {} });
    const unknown = { after_unknown: { latest_version: true } };
    const change = { ...tagged, change: { ...(tagged.change as object), ...unknown } };
    expect(additionsOf([change])).toMatchObject([{ path: "latest_version" }]);
    const newer = update("aws_ssm_document.it", found, { ...found, latest_version: "3" });
    expect(additionsOf([newer])).toEqual([]);
  });

  it("is the plan's where the code sets it", () => {
    const configuration = resource("aws_secretsmanager_secret.it", { policy: constant("{}") });
    expect(additionsOf([secret({ policy: "{}" })], [configuration])).toEqual([]);
  });
});
