import type { Case } from "./case";
import { bucket, db } from "./samples";

export const statefulLost: readonly Case[] = [
  {
    name: "a removed listener",
    before: { "aws_lb_listener.https": { port: 443, protocol: "HTTPS" } },
    danger: {},
    says: "removed (aws_lb_listener): users reach nothing on its port",
    harmless: { "aws_lb_listener.https": { port: 8443, protocol: "HTTPS" } },
  },
  {
    name: "a removed bucket",
    before: { "aws_s3_bucket.logs": bucket },
    danger: {},
    says: "aws_s3_bucket.logs: removed (aws_s3_bucket): its objects are lost",
    harmless: { "aws_s3_bucket.logs": { ...bucket, tags: { Name: "logs" } } },
  },
  {
    name: "a replaced database",
    before: db({}),
    danger: db({ engine: "mariadb" }),
    says: "replaced (aws_db_instance), because engine changes: its data is lost",
    harmless: db({ allocated_storage: 200 }),
  },
  {
    name: "nothing of a removed dashboard",
    before: {
      "aws_kms_key.main": {},
      "aws_cloudwatch_dashboard.main": { dashboard_name: "main" },
    },
    danger: { "aws_cloudwatch_dashboard.main": { dashboard_name: "main" } },
    says: "whatever it encrypted can't be read again",
    harmless: { "aws_kms_key.main": {} },
  },
];
