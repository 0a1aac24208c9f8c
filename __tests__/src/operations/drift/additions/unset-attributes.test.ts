import { describe, expect, it } from "vitest";
import { constant, type Json, judge, noOp, resource, update } from "../written-plans";

const additionsOf = (changes: Json[], resources: Json[] = []) =>
  judge({ changes, resources, plan: { applyable: false } }).findings.flatMap(
    ({ addition }) => addition ?? [],
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
          "npm run synth && aws lambda update-function-code --region eu-west-1 --function-name updater --zip-file fileb://cdktf.out/stacks/$E/assets/updater.zip",
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
    ["tier", noOp("aws_ssm_parameter.it", { tier: "Advanced" })],
  ])("is told where it isn't what AWS makes of it: %s", (path, change) => {
    const [addition, ...others] = additionsOf([change]);
    expect(addition?.path).toBe(path);
    expect(addition?.what).toMatch(/: .+/);
    expect(others).toEqual([]);
  });

  it.each<[string, Json[]]>([
    [
      "what AWS gives each bucket",
      [bucket({ grant: [owner], request_payer: "BucketOwner", cors_rule: [], policy: "" })],
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

  it("is the plan's where the code sets it", () => {
    const configuration = resource("aws_secretsmanager_secret.it", { policy: constant("{}") });
    expect(additionsOf([secret({ policy: "{}" })], [configuration])).toEqual([]);
  });
});
