import { describe, expect, it } from "vitest";
import { ContainerCluster } from "../../../../src/constructs/containers/container-cluster";
import { ContainerRepository } from "../../../../src/constructs/containers/container-repository";
import { ContainerService } from "../../../../src/constructs/containers/container-service";
import { ServiceScaling } from "../../../../src/constructs/containers/service-scaling";
import { TaskDefinition } from "../../../../src/constructs/containers/task-definition";
import { allow } from "../../../../src/constructs/security/policy-document";
import { synthesize } from "../../../support/synthesized";

const digest = `sha256:${"0".repeat(64)}`;
const repository = "111122223333.dkr.ecr.us-east-1.amazonaws.com/a/web";
const repositoryArn = "arn:aws:ecr:us-east-1:111122223333:repository/a/web";

describe("a container repository", () => {
  const stack = synthesize(
    (scope) =>
      new ContainerRepository(scope, "web", {
        name: "a/web",
        account: "111122223333",
        untaggedDays: 14,
        preventDestroy: true,
      }),
  );

  it("gives each tag once, scans what comes, encrypts it, and isn't deleted with its images", () => {
    expect(stack.only("aws_ecr_repository")).toMatchObject({
      name: "a/web",
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: "AES256" }],
      force_delete: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("lets nothing expire but images that no tag names", () => {
    const { rules } = JSON.parse(stack.only("aws_ecr_lifecycle_policy").policy);
    expect(rules).toHaveLength(1);
    expect(rules[0].selection).toEqual({
      tagStatus: "untagged",
      countType: "sinceImagePushed",
      countUnit: "days",
      countNumber: 14,
    });
  });
});

describe("a task definition", () => {
  const stack = synthesize(
    (scope) =>
      new TaskDefinition(scope, "web", {
        family: "a-web",
        account: "111122223333",
        region: "us-east-1",
        cpu: 256,
        memoryMebibytes: 512,
        architecture: "ARM64",
        stopTimeoutSeconds: 30,
        logGroupName: "/a/web",
        imageRepositoryArns: [repositoryArn],
        containers: {
          migrate: {
            image: { repository, digest },
            command: ["node", "migrate.js"],
            variables: { DATABASE_HOST: "db" },
            secrets: { PASSWORD: "arn:secret:password::" },
            startTimeoutSeconds: 90,
          },
          web: {
            image: { repository, digest },
            variables: { PORT: "8080", DATABASE_HOST: "db" },
            port: 8080,
            after: ["migrate"],
            memoryFolders: { "/tmp": 16 },
          },
        },
        policies: {
          database: [allow("LogIn", { Action: ["rds-db:connect"], Resource: "arn:user" })],
        },
        startPolicy: [
          allow("ReadSecret", {
            Action: ["secretsmanager:GetSecretValue"],
            Resource: "arn:secret",
          }),
        ],
      }),
  );
  const definition = stack.only("aws_ecs_task_definition");
  const [migrate, web] = JSON.parse(definition.container_definitions);
  const role = (end: string) => stack.named("aws_iam_role", `${end}/this`);
  const statements = (end: string) =>
    stack
      .ofType("aws_iam_role_policy")
      .filter((each) => each["//"].metadata.path.includes(`/${end}/`))
      .flatMap(({ policy }) => JSON.parse(policy).Statement);

  it("names its images by their digests", () => {
    for (const { image } of [migrate, web]) expect(image).toBe(`${repository}@${digest}`);
  });

  it("runs each container as user 1000, on files that are read-only, without a capability", () => {
    for (const each of [migrate, web])
      expect(each).toMatchObject({
        user: "1000",
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { add: [], drop: ["ALL"] } },
        stopTimeout: 30,
      });
  });

  it("lets a container write to the folders in memory that it names, and to no other", () => {
    const inMemory = [migrate, web].map(({ linuxParameters }) => linuxParameters.tmpfs);
    expect(inMemory).toEqual([undefined, [{ containerPath: "/tmp", size: 16 }]]);
    for (const each of [migrate, web]) expect(each.mountPoints).toEqual([]);
  });

  it("starts a container when those before it have ended well, and lives as long as the others", () => {
    expect([migrate.essential, web.essential]).toEqual([false, true]);
    expect(web.dependsOn).toEqual([{ containerName: "migrate", condition: "SUCCESS" }]);
  });

  it("stops when a container that others wait for hangs", () => {
    expect([migrate.startTimeout, web.startTimeout]).toEqual([90, undefined]);
  });

  it("gives each container its own variables, and a secret only by its ARN", () => {
    expect(web.environment).toEqual([
      { name: "DATABASE_HOST", value: "db" },
      { name: "PORT", value: "8080" },
    ]);
    expect(web.secrets).toEqual([]);
    expect(migrate.secrets).toEqual([{ name: "PASSWORD", valueFrom: "arn:secret:password::" }]);
    expect(web.portMappings).toEqual([{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }]);
  });

  it("writes to its log group, and never waits for it", () => {
    expect(web.logConfiguration.options).toMatchObject({
      "awslogs-group": "/a/web",
      "awslogs-stream-prefix": "web",
      mode: "non-blocking",
    });
  });

  it("has a role to start with and another for its code, both for tasks of this account alone", () => {
    for (const end of ["execution-role", "task-role"]) {
      const [statement] = JSON.parse(role(end).assume_role_policy).Statement;
      expect(statement.Principal).toEqual({ Service: "ecs-tasks.amazonaws.com" });
      expect(statement.Condition.StringEquals).toEqual({ "aws:SourceAccount": "111122223333" });
    }
    expect(statements("task-role").flatMap(({ Action }) => Action)).toEqual(["rds-db:connect"]);
    const start = statements("execution-role");
    expect(start.map(({ Sid }) => Sid)).toEqual([
      "LogInToRegistry",
      "FetchImages",
      "WriteLog",
      "ReadSecret",
    ]);
    const everywhere = start.filter(({ Resource }) => Resource === "*");
    expect(everywhere.flatMap(({ Action }) => Action)).toEqual(["ecr:GetAuthorizationToken"]);
  });
});

describe("a service on Fargate", () => {
  const stack = synthesize((scope) => {
    const cluster = new ContainerCluster(scope, "cluster", {
      name: "a",
      retention: { days: 400 },
      encryptionKeyArn: "arn:key",
    });
    new ContainerService(scope, "web", {
      name: "web",
      clusterArn: cluster.arn,
      taskDefinitionArn: "arn:task:1",
      minimumTasks: 2,
      subnetIds: ["subnet-1", "subnet-2"],
      securityGroupId: "sg-1",
      target: {
        groupArn: "arn:tg",
        container: "web",
        port: 8080,
        healthCheckGracePeriodSeconds: 60,
      },
      dependsOn: [],
    });
    new ServiceScaling(scope, "scaling", {
      name: "a-web",
      clusterName: "a",
      serviceName: "web",
      minimumTasks: 2,
      maximumTasks: 6,
      requestsPerTargetPerMinute: 600,
      loadBalancer: { arnSuffix: "app/a/1" },
      targetGroup: { arnSuffix: "targetgroup/a/2" },
      dependsOn: [],
    });
  });
  const service = stack.only("aws_ecs_service");

  it("goes back to the version before when a deployment doesn't get healthy", () => {
    expect(service).toMatchObject({
      deployment_circuit_breaker: { enable: true, rollback: true },
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      wait_for_steady_state: false,
    });
  });

  it("has no public address, and nobody gets into its containers", () => {
    expect(service.network_configuration).toMatchObject({ assign_public_ip: false });
    expect(service.enable_execute_command).toBe(false);
  });

  it("leaves the number of tasks to scaling", () => {
    expect(service).toMatchObject({
      desired_count: 2,
      lifecycle: { ignore_changes: ["desired_count"] },
    });
  });

  it("scales on the requests that a task gets", () => {
    expect(stack.only("aws_appautoscaling_target")).toMatchObject({
      resource_id: "service/a/web",
      min_capacity: 2,
      max_capacity: 6,
    });
    expect(
      stack.only("aws_appautoscaling_policy").target_tracking_scaling_policy_configuration,
    ).toMatchObject({
      target_value: 600,
      predefined_metric_specification: {
        predefined_metric_type: "ALBRequestCountPerTarget",
        resource_label: "app/a/1/targetgroup/a/2",
      },
    });
  });

  it("is measured by Container Insights, which finds its log group: encrypted, and with an end", () => {
    const [logGroup] = stack.resources().filter(({ type }) => type === "aws_cloudwatch_log_group");
    expect(logGroup?.configuration).toMatchObject({
      name: "/aws/ecs/containerinsights/a/performance",
      retention_in_days: 400,
      kms_key_id: "arn:key",
    });
    expect(stack.only("aws_ecs_cluster").depends_on).toEqual([logGroup?.address]);
    expect(stack.only("aws_ecs_cluster").setting).toEqual([
      { name: "containerInsights", value: "enabled" },
    ]);
  });
});
