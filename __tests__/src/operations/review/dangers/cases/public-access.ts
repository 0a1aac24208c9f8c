import type { Case } from "./case";
import { database, db, harmlessDatabase } from "./samples";

const publicBlock = {
  bucket: "logs",
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};

export const publicAccess: readonly Case[] = [
  {
    name: "a database with a public address",
    before: db({}),
    danger: db({ publicly_accessible: true }),
    says: "aws_db_instance.main: publicly_accessible false → true",
    harmless: harmlessDatabase,
  },
  {
    name: "a bucket's block that is off",
    before: { "aws_s3_bucket_public_access_block.logs": publicBlock },
    danger: {
      "aws_s3_bucket_public_access_block.logs": { ...publicBlock, block_public_policy: false },
    },
    says: "block_public_policy true → false: a policy or an ACL can make it public",
    harmless: { "aws_s3_bucket_public_access_block.logs": { ...publicBlock, bucket: "other" } },
  },
  {
    name: "a bucket's block that is removed",
    before: { "aws_s3_bucket_public_access_block.logs": publicBlock },
    danger: {},
    says: "removed (aws_s3_bucket_public_access_block): a policy or an ACL can make the bucket public",
    harmless: {
      "aws_s3_bucket_public_access_block.logs": publicBlock,
      "aws_s3_bucket_public_access_block.other": publicBlock,
    },
  },
  {
    name: "something new with a public address",
    before: {},
    danger: { "aws_db_instance.new": { ...database, publicly_accessible: true } },
    says: "aws_db_instance.new: publicly_accessible nothing → true",
    harmless: { "aws_db_instance.new": database },
  },
];
