import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { codeFingerprint } from "../../../../src/operations/apply/code-fingerprint";

type Files = Readonly<Record<string, unknown>>;

const policy = (action: string) => `{"Action":"${action}","Resource":"\${aws_s3_bucket.logs.arn}"}`;
const declared = (action: string, more: object = {}, remark = "one") => ({
  "//": { metadata: { stackName: remark } },
  resource: {
    aws_iam_role_policy: {
      way_in: { "//": { metadata: { path: remark } }, name: "way-in", policy: policy(action) },
    },
  },
  ...more,
});
const asset = "assets/lambda/handler.js";
const files = (code: object): Files => ({ "cdk.tf.json": code, [asset]: "exports.handler = 1" });

function fingerprint(of: Files): string {
  const stack = mkdtempSync(path.join(tmpdir(), "test-app-code-"));
  try {
    for (const [name, content] of Object.entries(of)) {
      mkdirSync(path.dirname(path.join(stack, name)), { recursive: true });
      const text = typeof content === "string" ? content : JSON.stringify(content);
      writeFileSync(path.join(stack, name), text);
    }
    return codeFingerprint(stack);
  } finally {
    rmSync(stack, { recursive: true });
  }
}

const written = fingerprint(files(declared("s3:GetObject")));

it.each<[string, Files]>([
  ["what stands around a reference", files(declared("*"))],
  [
    "what a local stands for",
    files(declared("s3:GetObject", { locals: { days: "${max(1, 2)}" } })),
  ],
  ["a provider's settings", files(declared("s3:GetObject", { provider: { aws: [{}] } }))],
  ["null for an empty text", files(declared("s3:GetObject", { locals: { none: null } }))],
  ["a value's own key //", files(declared("s3:GetObject", { locals: { none: { "//": "a" } } }))],
  ["an asset's content", { ...files(declared("s3:GetObject")), [asset]: "exports.handler = 2" }],
  ["an asset's name", { ...files(declared("s3:GetObject")), "assets/lambda/more.js": "" }],
])("tells another code: %s", (_, other) => {
  expect(fingerprint(other)).not.toBe(written);
});

it("tells values from each other that are empty, or under a key //", () => {
  const codes = ["", null, [], {}, { "//": "a" }, { "//": "b" }].map((none) =>
    fingerprint(files(declared("s3:GetObject", { locals: { none } }))),
  );
  expect(new Set(codes).size).toBe(codes.length);
});

it("takes no notice of what Terraform doesn't read, or has installed", () => {
  expect(fingerprint(files(declared("s3:GetObject", {}, "another")))).toBe(written);
  const locals = { a: "1", b: "2" };
  expect(fingerprint(files({ locals: { b: "2", a: "1" }, ...declared("*") }))).toBe(
    fingerprint(files(declared("*", { locals }))),
  );
  const lock = { ".terraform.lock.hcl": "provider", ".terraform/providers/x": "program" };
  expect(fingerprint({ ...files(declared("s3:GetObject")), ...lock })).toBe(written);
});
