import type { Written } from "../../stacks";
import type { Case } from "./case";
import { bucket, db } from "./samples";

const lifecycle = (rule: object = {}, of = "logs"): Written => ({
  "aws_s3_bucket_lifecycle_configuration.logs": {
    bucket: `\${aws_s3_bucket.${of}.id}`,
    rule: [{ id: "all", status: "Enabled", ...rule }],
  },
  "aws_s3_bucket.logs": bucket,
});

export const backupShortened: readonly Case[] = [
  {
    name: "a database's backups",
    before: db({}),
    danger: db({ backup_retention_period: 7 }),
    says: "backup_retention_period 14 days → 7 days: a mistake that is found later can't be undone",
    harmless: db({ backup_retention_period: 30 }),
  },
  {
    name: "logs",
    before: { "aws_cloudwatch_log_group.a": { name: "a", retention_in_days: 400 } },
    danger: { "aws_cloudwatch_log_group.a": { name: "a", retention_in_days: 90 } },
    says: "retention_in_days 400 days → 90 days: AWS deletes what is older at once",
    harmless: { "aws_cloudwatch_log_group.a": { name: "a", retention_in_days: 0 } },
  },
  {
    name: "a bucket's versions",
    before: { "aws_s3_bucket_versioning.a": { versioning_configuration: { status: "Enabled" } } },
    danger: {
      "aws_s3_bucket_versioning.a": { versioning_configuration: { status: "Suspended" } },
    },
    says: "versioning_configuration.status Enabled → Suspended",
    harmless: {
      "aws_s3_bucket_versioning.a": {
        versioning_configuration: { status: "Enabled", mfa_delete: "Enabled" },
      },
    },
  },
  {
    name: "logs that were kept for ever",
    before: { "aws_cloudwatch_log_group.a": { name: "a" } },
    danger: { "aws_cloudwatch_log_group.a": { name: "a", retention_in_days: 400 } },
    says: "retention_in_days nothing → 400 days: AWS deletes what is older at once",
    harmless: {
      "aws_cloudwatch_log_group.a": { name: "a" },
      "aws_cloudwatch_log_group.b": { name: "b", retention_in_days: 90 },
    },
  },
  {
    name: "objects that expire sooner",
    before: lifecycle({ expiration: [{ days: 90 }] }),
    danger: lifecycle({ expiration: [{ days: 30 }] }),
    says: "S3 deletes objects after 30 days, and kept them for longer before",
    harmless: lifecycle({ expiration: [{ days: 400 }] }),
  },
  {
    name: "objects that never expired",
    before: lifecycle(),
    danger: lifecycle({ expiration: [{ days: 400 }], filter: [{ prefix: "uat/" }] }),
    says: "S3 deletes objects below uat/ after 400 days, and kept them for longer before",
    harmless: lifecycle({ transition: [{ days: 30, storage_class: "GLACIER" }] }),
  },
  {
    name: "a lifecycle where there was none",
    before: { "aws_s3_bucket.logs": bucket },
    danger: {
      "aws_s3_bucket.logs": bucket,
      ...lifecycle({ noncurrent_version_expiration: [{ noncurrent_days: 30 }] }),
    },
    says: "S3 deletes old versions after 30 days",
    harmless: {
      "aws_s3_bucket.logs": bucket,
      "aws_s3_bucket.new": { bucket: "new" },
      ...lifecycle({ expiration: [{ days: 30 }] }, "new"),
    },
  },
  {
    name: "an expiry of more objects than before",
    before: lifecycle({ expiration: [{ days: 30 }], filter: [{ prefix: "uat/" }] }),
    danger: lifecycle({ expiration: [{ days: 30 }], filter: [{}] }),
    says: "S3 deletes objects after 30 days",
    harmless: lifecycle({ expiration: [{ days: 30 }], filter: [{ prefix: "uat/old/" }] }),
  },
  {
    name: "an expiry that begins",
    before: lifecycle({ expiration: [{ days: 30 }], status: "Disabled" }),
    danger: lifecycle({ expiration: [{ days: 30 }], status: "Enabled" }),
    says: "S3 deletes objects after 30 days",
    harmless: lifecycle({ expiration: [{ expired_object_delete_marker: true }] }),
  },
  {
    name: "fewer old versions",
    before: lifecycle({
      noncurrent_version_expiration: [{ noncurrent_days: 30, newer_noncurrent_versions: 5 }],
    }),
    danger: lifecycle({ noncurrent_version_expiration: [{ noncurrent_days: 30 }] }),
    says: "S3 deletes old versions after 30 days",
    harmless: lifecycle({
      noncurrent_version_expiration: [{ noncurrent_days: 60, newer_noncurrent_versions: 5 }],
    }),
  },
];
