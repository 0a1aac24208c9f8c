import type { CaseGroup } from "./case";

const name = "test-app-uat-us-east-1";
/** An archive without a file. */
const emptyZip = `PK\u0005\u0006${"\0".repeat(18)}`;
const nobody = { Version: "2012-10-17", Statement: [] as unknown[] };

/** What people do in the console, one on each resource: an apply reverts all of it. */
export const byHand: CaseGroup = {
  title: "by hand",
  stack: "uat-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "the way from the load balancer to the instances taken away",
      byHand: (state) => {
        const rule = state(
          "aws_vpc_security_group_ingress_rule.access_instance-from-load-balancer",
        );
        const given = { GroupId: rule.security_group_id, SecurityGroupRuleIds: [rule.id] };
        return [["ec2", "revoke_security_group_ingress", given]];
      },
      findings: [
        "drift create aws_vpc_security_group_ingress_rule.access_instance-from-load-balancer",
      ],
    },
    {
      title: "a tag on a security group",
      byHand: (state) => [
        [
          "ec2",
          "create_tags",
          {
            Resources: [state("aws_security_group.access_database").id],
            Tags: [{ Key: "owner", Value: "somebody" }],
          },
        ],
      ],
      findings: ["drift update aws_security_group.access_database: tags.owner"],
    },
    {
      title: "what the instances may read",
      byHand: () => [
        [
          "iam",
          "put_role_policy",
          {
            RoleName: `${name}-instance`,
            PolicyName: "parameters",
            PolicyDocument: JSON.stringify({
              ...nobody,
              Statement: [{ Effect: "Allow", Action: "ssm:*", Resource: "*" }],
            }),
          },
        ],
      ],
      findings: ["drift update aws_iam_role_policy.instance-role_parameters: policy"],
    },
    {
      title: "who may take a role",
      byHand: () => [
        [
          "iam",
          "update_assume_role_policy",
          {
            RoleName: `${name}-database-monitoring`,
            PolicyDocument: JSON.stringify({
              ...nobody,
              Statement: [
                { Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" },
              ],
            }),
          },
        ],
      ],
      findings: ["drift update aws_iam_role.database_monitoring-role_this: assume_role_policy"],
    },
    {
      title: "backups and deletion protection of the database",
      byHand: () => [
        [
          "rds",
          "modify_db_instance",
          {
            DBInstanceIdentifier: name,
            BackupRetentionPeriod: 1,
            DeletionProtection: false,
            ApplyImmediately: true,
          },
        ],
      ],
      findings: [
        "drift update aws_db_instance.database_this: backup_retention_period, deletion_protection",
      ],
    },
    {
      title: "connections without TLS",
      byHand: () => [
        [
          "rds",
          "modify_db_parameter_group",
          {
            DBParameterGroupName: `${name}-mysql8-4`,
            Parameters: [
              {
                ParameterName: "require_secure_transport",
                ParameterValue: "0",
                ApplyMethod: "immediate",
              },
            ],
          },
        ],
      ],
      findings: [
        "drift update aws_db_parameter_group.database_parameter-group_this: parameter[name=require_secure_transport].value",
      ],
    },
    {
      title: "how long a log is kept",
      byHand: () => [
        [
          "logs",
          "put_retention_policy",
          { logGroupName: "/test-app/uat-us-east-1/system", retentionInDays: 1 },
        ],
      ],
      findings: ["drift update aws_cloudwatch_log_group.log-group_system: retention_in_days"],
    },
    {
      title: "a log group deleted",
      byHand: () => [
        ["logs", "delete_log_group", { logGroupName: "/test-app/uat-us-east-1/autoupdater" }],
      ],
      findings: ["drift create aws_cloudwatch_log_group.log-group_autoupdater"],
    },
    {
      title: "the load balancer's time-out, protection and security group",
      byHand: (state) => [
        [
          "elbv2",
          "modify_load_balancer_attributes",
          {
            LoadBalancerArn: state("aws_lb.load-balancer_this").arn,
            Attributes: [
              { Key: "idle_timeout.timeout_seconds", Value: "120" },
              { Key: "deletion_protection.enabled", Value: "false" },
            ],
          },
        ],
        [
          "elbv2",
          "set_security_groups",
          {
            LoadBalancerArn: state("aws_lb.load-balancer_this").arn,
            SecurityGroups: [state("aws_security_group.access_instance").id],
          },
        ],
      ],
      findings: [
        "drift update aws_lb.load-balancer_this: enable_deletion_protection, idle_timeout, security_groups",
      ],
    },
    {
      title: "older TLS",
      byHand: (state) => [
        [
          "elbv2",
          "modify_listener",
          {
            ListenerArn: state("aws_lb_listener.load-balancer_https").arn,
            SslPolicy: "ELBSecurityPolicy-2016-08",
          },
        ],
      ],
      findings: ["drift update aws_lb_listener.load-balancer_https: ssl_policy"],
    },
    {
      title: "another health check",
      byHand: (state) => [
        [
          "elbv2",
          "modify_target_group",
          {
            TargetGroupArn: state("aws_lb_target_group.target-group_this").arn,
            HealthCheckPath: "/",
          },
        ],
      ],
      findings: ["drift update aws_lb_target_group.target-group_this: health_check[0].path"],
    },
    {
      title: "a larger group",
      byHand: () => [
        [
          "autoscaling",
          "update_auto_scaling_group",
          { AutoScalingGroupName: name, MinSize: 2, MaxSize: 20 },
        ],
      ],
      findings: ["drift update aws_autoscaling_group.group_this: max_size, min_size"],
    },
    {
      title: "another target of a scaling policy",
      byHand: () => [
        [
          "autoscaling",
          "put_scaling_policy",
          {
            AutoScalingGroupName: name,
            PolicyName: `${name}-cpu`,
            PolicyType: "TargetTrackingScaling",
            TargetTrackingConfiguration: {
              PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" },
              TargetValue: 90,
            },
          },
        ],
      ],
      findings: [
        "drift update aws_autoscaling_policy.scaling_cpu: target_tracking_configuration[0].target_value",
      ],
    },
    {
      title: "a scaling policy deleted",
      byHand: () => [
        [
          "autoscaling",
          "delete_policy",
          { AutoScalingGroupName: name, PolicyName: `${name}-network-in` },
        ],
      ],
      findings: ["drift create aws_autoscaling_policy.scaling_network-in"],
    },
    {
      title: "time-out and a variable of a function",
      byHand: () => [
        [
          "lambda",
          "update_function_configuration",
          {
            FunctionName: `${name}-autoupdater`,
            Timeout: 3,
            Environment: { Variables: { ENVIRONMENT_ID: "production-us-east-1" } },
          },
        ],
      ],
      findings: [
        "drift update aws_lambda_function.updater-function_this: environment[0].variables.ENVIRONMENT_ID, environment[0].variables.ROLLOUT_DELIVERY_TIMEOUT_SECONDS, environment[0].variables.ROLLOUT_MAX_CONCURRENCY, environment[0].variables.ROLLOUT_MAX_ERRORS, timeout",
      ],
    },
    {
      title: "no limit to a function's copies",
      byHand: () => [
        ["lambda", "delete_function_concurrency", { FunctionName: `${name}-database-user` }],
      ],
      findings: [
        "drift update aws_lambda_function.database-user_this: reserved_concurrent_executions",
      ],
    },
    {
      title: "a function that is started again",
      byHand: () => [
        [
          "lambda",
          "put_function_event_invoke_config",
          {
            FunctionName: `${name}-autoupdater`,
            MaximumRetryAttempts: 2,
            MaximumEventAgeInSeconds: 60,
          },
        ],
      ],
      findings: [
        "drift update aws_lambda_function_event_invoke_config.updater-function_asynchronous: maximum_retry_attempts",
      ],
    },
    {
      title: "another database user",
      byHand: () => [
        [
          "ssm",
          "put_parameter",
          {
            Name: "/test-app/uat-us-east-1/database/user",
            Value: "dbowner",
            Type: "String",
            Overwrite: true,
          },
        ],
      ],
      findings: ["drift update aws_ssm_parameter.database-parameter_user: insecure_value"],
    },
    {
      title: "the secret's description",
      byHand: (state) => [
        [
          "secretsmanager",
          "update_secret",
          {
            SecretId: state("aws_secretsmanager_secret.download-secret_this").arn,
            Description: "x",
          },
        ],
      ],
      findings: ["drift update aws_secretsmanager_secret.download-secret_this: description"],
    },
    {
      title: "a key that isn't renewed",
      byHand: (state) => [
        ["kms", "disable_key_rotation", { KeyId: state("aws_kms_key.encryption-key_this").key_id }],
      ],
      findings: ["drift update aws_kms_key.encryption-key_this: enable_key_rotation"],
    },
    {
      title: "a key's alias deleted",
      byHand: () => [["kms", "delete_alias", { AliasName: `alias/${name}` }]],
      findings: ["drift create aws_kms_alias.encryption-key_alias"],
    },
    {
      title: "HTTP that goes to the application",
      byHand: (state) => [
        [
          "elbv2",
          "modify_listener",
          {
            ListenerArn: state("aws_lb_listener.load-balancer_http").arn,
            DefaultActions: [
              {
                Type: "forward",
                TargetGroupArn: state("aws_lb_target_group.target-group_this").arn,
              },
            ],
          },
        ],
      ],
      findings: [
        "drift update aws_lb_listener.load-balancer_http: default_action[0].redirect[0].host, default_action[0].redirect[0].path, default_action[0].redirect[0].port, default_action[0].redirect[0].protocol, default_action[0].redirect[0].query, default_action[0].redirect[0].status_code, default_action[0].type",
      ],
    },
    {
      title: "what the document runs",
      byHand: (state) => [
        [
          "ssm",
          "update_document",
          {
            Name: `${name}-autoupdater`,
            DocumentVersion: "$LATEST",
            Content: state("aws_ssm_document.updater-document_this").content.replace(
              "Runs the updater",
              "Runs something",
            ),
          },
        ],
        [
          "ssm",
          "update_document_default_version",
          { Name: `${name}-autoupdater`, DocumentVersion: "2" },
        ],
      ],
      findings: ["drift update aws_ssm_document.updater-document_this: content"],
    },
    {
      title: "an instance profile without its role",
      byHand: () => [
        [
          "iam",
          "remove_role_from_instance_profile",
          { InstanceProfileName: `${name}-instance`, RoleName: `${name}-instance` },
        ],
      ],
      findings: ["drift update aws_iam_instance_profile.instance-role_profile: role"],
    },
  ],
};

/** On their own, because others follow from them. */
export const template: CaseGroup = {
  title: "by hand, with what follows",
  stack: "uat-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "a version of the launch template",
      byHand: (state) => {
        const { id, user_data } = state("aws_launch_template.launch-template_this");
        const given = {
          LaunchTemplateId: id,
          LaunchTemplateData: { UserData: user_data, InstanceType: "t3.micro" },
        };
        return [["ec2", "create_launch_template_version", given]];
      },
      findings: [
        "drift update aws_launch_template.launch-template_this: block_device_mappings[0].device_name, block_device_mappings[0].ebs[0].delete_on_termination, block_device_mappings[0].ebs[0].encrypted, block_device_mappings[0].ebs[0].kms_key_id, block_device_mappings[0].ebs[0].volume_size, block_device_mappings[0].ebs[0].volume_type, description, ebs_optimized, iam_instance_profile[0].arn, image_id, instance_type, metadata_options[0].http_endpoint, metadata_options[0].http_put_response_hop_limit, metadata_options[0].http_tokens, monitoring[0].enabled, network_interfaces[0].associate_public_ip_address, network_interfaces[0].delete_on_termination, network_interfaces[0].device_index, network_interfaces[0].security_groups, tag_specifications[resource_type=instance].resource_type, tag_specifications[resource_type=instance].tags.Environment, tag_specifications[resource_type=instance].tags.EnvironmentId, tag_specifications[resource_type=instance].tags.Name, tag_specifications[resource_type=instance].tags.ProjectId, tag_specifications[resource_type=volume].resource_type, tag_specifications[resource_type=volume].tags.Environment, tag_specifications[resource_type=volume].tags.EnvironmentId, tag_specifications[resource_type=volume].tags.Name, tag_specifications[resource_type=volume].tags.ProjectId, tag_specifications[resource_type=network-interface].resource_type, tag_specifications[resource_type=network-interface].tags.Environment, tag_specifications[resource_type=network-interface].tags.EnvironmentId, tag_specifications[resource_type=network-interface].tags.Name, tag_specifications[resource_type=network-interface].tags.ProjectId",
        "drift update aws_autoscaling_group.group_this: mixed_instances_policy[0].launch_template[0].launch_template_specification[0].version <- aws_launch_template.launch-template_this",
      ],
    },
  ],
};

/** What somebody adds: an apply takes it away where the code says that there is nothing else, and leaves the rest. */
export const additions: CaseGroup = {
  title: "added by hand",
  stack: "uat-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "port 22 on the instances",
      byHand: (state) => [
        [
          "ec2",
          "authorize_security_group_ingress",
          {
            GroupId: state("aws_security_group.access_instance").id,
            IpPermissions: [
              {
                IpProtocol: "tcp",
                FromPort: 22,
                ToPort: 22,
                IpRanges: [{ CidrIp: "203.0.113.7/32" }],
              },
            ],
          },
        ],
      ],
      findings: [
        "unmanaged addition aws_security_group.access_instance: ingress[tcp 22 from 203.0.113.7/32]",
      ],
    },
    {
      title: "the database open to the world",
      byHand: (state) => [
        [
          "ec2",
          "authorize_security_group_ingress",
          {
            GroupId: state("aws_security_group.access_database").id,
            IpPermissions: [
              {
                IpProtocol: "tcp",
                FromPort: 3306,
                ToPort: 3306,
                IpRanges: [{ CidrIp: "0.0.0.0/0" }],
              },
            ],
          },
        ],
      ],
      findings: [
        "unmanaged addition aws_security_group.access_database: ingress[tcp 3306 from 0.0.0.0/0]",
      ],
    },
    {
      title: "AdministratorAccess of the instances",
      byHand: () => [
        [
          "iam",
          "attach_role_policy",
          {
            RoleName: `${name}-instance`,
            PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          },
        ],
      ],
      findings: [
        "drift update aws_iam_role_policy_attachments_exclusive.instance-role_no-attached-policies: policy_arns",
      ],
    },
    {
      title: "an inline policy that allows everything",
      byHand: () => [
        [
          "iam",
          "put_role_policy",
          {
            RoleName: `${name}-instance`,
            PolicyName: "all",
            PolicyDocument: JSON.stringify({
              ...nobody,
              Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
            }),
          },
        ],
      ],
      findings: [
        "drift update aws_iam_role_policies_exclusive.instance-role_only-these-policies: policy_names",
      ],
    },
    {
      title: "another account reads the download secret",
      byHand: (state) => [
        [
          "secretsmanager",
          "put_resource_policy",
          {
            SecretId: state("aws_secretsmanager_secret.download-secret_this").arn,
            ResourcePolicy: JSON.stringify({
              ...nobody,
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: "arn:aws:iam::999988887777:root" },
                  Action: "secretsmanager:GetSecretValue",
                  Resource: "*",
                },
              ],
            }),
          },
        ],
      ],
      findings: ["drift update aws_secretsmanager_secret_policy.download-secret_policy: policy"],
    },
    {
      title: "the code of a function replaced",
      byHand: () => [
        [
          "lambda",
          "update_function_code",
          { FunctionName: `${name}-autoupdater`, ZipFile: emptyZip },
        ],
      ],
      findings: ["unmanaged addition aws_lambda_function.updater-function_this: code_sha256"],
    },
  ],
};

/** Of the seven, the one of a foundation. */
export const additionsInFoundation: CaseGroup = {
  title: "added by hand, in a foundation",
  stack: "foundation-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "CORS on the log bucket",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_cors",
          {
            Bucket: state("aws_s3_bucket.log-bucket_this").bucket,
            CORSConfiguration: {
              CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }],
            },
          },
        ],
      ],
      findings: ["unmanaged addition aws_s3_bucket.log-bucket_this: cors_rule"],
    },
  ],
};

/** What a foundation keeps. */
export const byHandInFoundation: CaseGroup = {
  title: "by hand, in a foundation",
  stack: "foundation-us-east-1",
  verdict: "DRIFTED",
  cases: [
    {
      title: "no versions of states any more",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_versioning",
          {
            Bucket: state("aws_s3_bucket.state-bucket_this").bucket,
            VersioningConfiguration: { Status: "Suspended" },
          },
        ],
      ],
      findings: [
        "drift update aws_s3_bucket_versioning.state-bucket_versioning: versioning_configuration[0].status",
      ],
    },
    {
      title: "logs open to the public",
      byHand: (state) => [
        [
          "s3",
          "delete_public_access_block",
          { Bucket: state("aws_s3_bucket.log-bucket_this").bucket },
        ],
      ],
      findings: ["drift create aws_s3_bucket_public_access_block.log-bucket_public-access"],
    },
    {
      title: "states over connections without TLS",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_policy",
          {
            Bucket: state("aws_s3_bucket.state-bucket_this").bucket,
            Policy: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Allow",
                  Principal: { AWS: "arn:aws:iam::111122223333:root" },
                  Action: "s3:*",
                  Resource: state("aws_s3_bucket.state-bucket_this").arn,
                },
              ],
            }),
          },
        ],
      ],
      findings: ["drift update aws_s3_bucket_policy.state-bucket_policy: policy"],
    },
    {
      title: "logs that never go",
      byHand: (state) => [
        [
          "s3",
          "delete_bucket_lifecycle",
          { Bucket: state("aws_s3_bucket.log-bucket_this").bucket },
        ],
      ],
      findings: ["drift create aws_s3_bucket_lifecycle_configuration.log-bucket_lifecycle"],
    },
    {
      title: "nobody writes down who reads states",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_logging",
          {
            Bucket: state("aws_s3_bucket.state-bucket_this").bucket,
            BucketLoggingStatus: {},
          },
        ],
      ],
      findings: ["drift create aws_s3_bucket_logging.state-bucket_access-log"],
    },
    {
      title: "a tag on a bucket",
      byHand: (state) => [
        [
          "s3",
          "put_bucket_tagging",
          {
            Bucket: state("aws_s3_bucket.log-bucket_this").bucket,
            Tagging: {
              TagSet: [
                { Key: "Environment", Value: "shared" },
                { Key: "ProjectId", Value: "9" },
              ],
            },
          },
        ],
      ],
      findings: ["drift update aws_s3_bucket.log-bucket_this: tags.ProjectId, tags_all.ProjectId"],
    },
    {
      title: "refused traffic that isn't logged",
      byHand: (state) => [
        [
          "ec2",
          "delete_flow_logs",
          { FlowLogIds: [state("aws_flow_log.refused-traffic_this").id] },
        ],
      ],
      findings: ["drift create aws_flow_log.refused-traffic_this"],
    },
  ],
};

/** What isn't Terraform's to keep. */
export const ofItsOwn: CaseGroup = {
  title: "by hand, and nothing that the code describes",
  stack: "uat-us-east-1",
  verdict: "IN_SYNC",
  cases: [
    {
      title: "another number of instances",
      byHand: () => [
        ["autoscaling", "set_desired_capacity", { AutoScalingGroupName: name, DesiredCapacity: 5 }],
      ],
      findings: ["state-only update aws_autoscaling_group.group_this: desired_capacity"],
    },
    {
      title: "the value of the download secret",
      byHand: (state) => [
        [
          "secretsmanager",
          "put_secret_value",
          {
            SecretId: state("aws_secretsmanager_secret.download-secret_this").arn,
            SecretString: "{}",
          },
        ],
      ],
      findings: [],
    },
  ],
};
