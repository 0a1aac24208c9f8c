import type { Written } from "../../stacks";

export const database = {
  identifier: "main",
  engine: "mysql",
  allocated_storage: 100,
  backup_retention_period: 14,
  deletion_protection: true,
  instance_class: "db.m7g.large",
  kms_key_id: "arn:key",
  multi_az: true,
  publicly_accessible: false,
  skip_final_snapshot: false,
  storage_encrypted: true,
  tags: { Name: "main" },
};

/** The database with another argument. */
export const db = (values: object): Written => ({
  "aws_db_instance.main": { ...database, ...values },
});

export const harmlessDatabase = db({ tags: { Name: "other" } });

export const bucket = { bucket: "logs", lifecycle: { prevent_destroy: true } };

export const template = {
  name: "web",
  image_id: "ami-1",
  user_data: btoa("#!/bin/sh\necho one\n"),
};

export const terraform = (values: object): Written => ({
  terraform: {
    required_version: ">= 1.10.0",
    required_providers: { aws: { source: "aws", version: "6.25.0" } },
    backend: { s3: { bucket: "state", key: "uat", region: "us-east-1", use_lockfile: true } },
    ...values,
  },
});

const group = {
  name: "web",
  min_size: 3,
  max_size: 6,
  health_check_grace_period: 900,
  instance_refresh: { strategy: "Rolling" },
  mixed_instances_policy: {
    launch_template: {
      override: [{ instance_type: "c6in.large" }, { instance_type: "c5n.large" }],
    },
  },
};
export const asg = (values: object): Written => ({
  "aws_autoscaling_group.web": { ...group, ...values },
});
