import type { Construct } from "constructs";
import { AutoScalingGroup } from "../src/constructs/compute/auto-scaling-group";
import { LaunchTemplate } from "../src/constructs/compute/launch-template";
import { MachineImage } from "../src/constructs/compute/machine-image";
import { BacklogScaling } from "../src/constructs/containers/backlog-scaling";
import { ContainerCapacity, managedTag } from "../src/constructs/containers/container-capacity";
import { ContainerCluster } from "../src/constructs/containers/container-cluster";
import { ecsAgentBoot } from "../src/constructs/containers/ecs-agent";
import { ServiceScaling } from "../src/constructs/containers/service-scaling";
import type { TaskDefinitionProps } from "../src/constructs/containers/task-definition";
import { LogGroups } from "../src/constructs/management/log-groups";
import { Queue } from "../src/constructs/messaging/queue";
import { Alarms } from "../src/constructs/monitoring/alarms";
import { AlertTopic } from "../src/constructs/monitoring/alert-topic";
import { PathRoutes } from "../src/constructs/networking/path-routes";
import { TargetGroup } from "../src/constructs/networking/target-group";
import { EncryptionKey } from "../src/constructs/security/encryption-key";
import { InstanceRole } from "../src/constructs/security/instance-role";
import { PrivateBucket } from "../src/constructs/storage/private-bucket";
import { account } from "../src/systems/configuration/account";
import { commonTags, instanceTags } from "../src/systems/configuration/tags";
import { refreshPreferences } from "../src/systems/messages/capacity";
import type { Environment } from "../src/systems/messages/environment";
import { grafanaTask } from "../src/systems/messages/grafana/task";
import { homePage, routes } from "../src/systems/messages/home-page";
import { type Digests, loadDigests, type ServiceName } from "../src/systems/messages/images";
import { imageLookup } from "../src/systems/messages/lookups";
import { namesOf, system } from "../src/systems/messages/names";
import {
  allowedConnections,
  connectionsToS3,
  endpointServices,
  throughS3,
} from "../src/systems/messages/network";
import { alarmsOf, healthAlarmOf } from "../src/systems/messages/observability/alarms";
import { metricsOf } from "../src/systems/messages/observability/metrics";
import { alertPublishers, instancePolicies, keyUsers } from "../src/systems/messages/policies";
import { taskOf } from "../src/systems/messages/task";
import { servicePort } from "../src/systems/messages/variables";
import { AwsStack } from "./aws-stack";
import { privateNetwork } from "./parts/private-network";
import { publicEntrance } from "./parts/public-entrance";
import { taskService } from "./parts/task-service";

/** A producer and a consumer with a queue between them, on ECS with instances of its own. */
export class MessagesStack extends AwsStack {
  constructor(scope: Construct, environment: Environment) {
    const names = namesOf(environment);
    super(scope, environment.id, {
      region: environment.region,
      state: { bucket: names.stateBucket, key: names.stateKey },
      tags: commonTags({ ...environment, system }),
    });
    const { region, capacity, retention, producer, consumer } = environment;
    const preventDestroy = retention.destructionProtection === "on";
    const digests = loadDigests();

    // The network: nothing in it has a way to the internet
    const { vpc, groupIds, reached } = privateNetwork(this, {
      ...environment.network,
      name: names.base,
      region,
      connections: allowedConnections(names),
      endpointServices,
      connectionsToS3,
      throughS3: throughS3(region, names),
      logBucket: names.logBucket,
    });

    // What is kept: key, logs, messages, e-mails
    const encryptionKey = new EncryptionKey(this, "encryption-key", {
      alias: names.base,
      description: `Encrypts volumes, logs and alerts of ${names.base}`,
      account: account.id,
      users: keyUsers(region, names),
      deletionWindowDays: retention.encryptionKeyDeletionWindowDays,
      preventDestroy,
    });
    const logGroups = new LogGroups(this, "log-group", {
      names: names.logGroups,
      retention: retention.logs,
      encryptionKeyArn: encryptionKey.arn,
    });
    const queue = new Queue(this, "queue", {
      ...environment.queue,
      name: names.queue,
      deadLetterName: names.deadLetterQueue,
      account: account.id,
      preventDestroy,
    });
    new PrivateBucket(this, "emails", {
      name: names.bucket,
      oldVersionDays: retention.oldEmailDays,
      preventDestroy,
      acceptedFindings: {
        CKV_AWS_18: "the consumer alone writes, and its log names each object",
        CKV_AWS_145: "whoever may read an e-mail could use a key of our own as well",
      },
    });

    // The way in
    const targetGroup = new TargetGroup(this, "producer-target-group", {
      ...environment.targetGroup,
      baseName: `${names.base}-producer`,
      port: servicePort,
      targetType: "ip",
      isReachedByRules: true,
      healthCheck: environment.healthCheck,
      vpcId: vpc.id,
    });
    const loadBalancer = publicEntrance(this, {
      environment,
      names,
      subnetIds: vpc.publicSubnetIds,
      securityGroupId: groupIds["load-balancer"],
      encryptionKeyArn: encryptionKey.arn,
      page: homePage,
    });
    const routed = new PathRoutes(this, "routes", {
      listenerArn: loadBalancer.httpsListener.arn,
      routes: { producer: { paths: routes.producer, targetGroupArn: targetGroup.arn } },
    });

    // The cluster and its instances
    const cluster = new ContainerCluster(this, "cluster", {
      name: names.base,
      retention: retention.logs,
      encryptionKeyArn: encryptionKey.arn,
    });
    const role = new InstanceRole(this, "instance-role", {
      name: names.capacity,
      description: `Instances of ${names.base}`,
      policies: instancePolicies(region, names),
    });
    const tags = { ...instanceTags({ ...environment, system }, names.capacity), ...managedTag };
    const group = new AutoScalingGroup(this, "group", {
      ...capacity,
      name: names.capacity,
      healthCheckGracePeriodSeconds: capacity.warmupSeconds,
      instanceWarmupSeconds: capacity.warmupSeconds,
      refresh: refreshPreferences(environment),
      tags,
      subnetIds: vpc.privateSubnetIds,
      launchTemplate: new LaunchTemplate(this, "launch-template", {
        name: names.capacity,
        rootVolumeGibibytes: capacity.rootVolumeGibibytes,
        encryptionKeyArn: encryptionKey.arn,
        tags,
        image: new MachineImage(this, "image", imageLookup(environment)),
        instanceProfileArn: role.profileArn,
        securityGroupId: groupIds.instances,
        publicAddress: false,
        userData: ecsAgentBoot(names.base),
      }),
      dependsOn: [...role.policies, cluster.cluster, ...reached],
    });
    const instances = new ContainerCapacity(this, "capacity", {
      name: names.capacity,
      clusterName: cluster.name,
      groupArn: group.arn,
      targetCapacityPercent: capacity.targetCapacityPercent,
      instanceWarmupSeconds: capacity.warmupSeconds,
    });

    // The services
    const service = (
      name: keyof Digests,
      task: Omit<TaskDefinitionProps, "account" | "region">,
      minimumTasks: number,
      target?: { groupArn: string; port: number },
    ) =>
      taskService(this, name, {
        region,
        cluster,
        task,
        minimumTasks,
        subnetIds: vpc.privateSubnetIds,
        securityGroupId: groupIds[name],
        capacityProviderName: instances.providerName,
        ...(target && { target }),
        dependsOn: [...logGroups.all, ...reached, ...routed.all, instances.attached],
      });
    const taskOfService = (name: ServiceName) =>
      taskOf(name, environment, names, digests[name], queue);
    const metrics = metricsOf(names, { loadBalancer, targetGroup });
    const services = {
      producer: service("producer", taskOfService("producer"), producer.minimumTasks, {
        groupArn: targetGroup.arn,
        port: servicePort,
      }),
      consumer: service("consumer", taskOfService("consumer"), consumer.minimumTasks),
      grafana: service("grafana", grafanaTask(environment, names, digests.grafana, metrics), 1),
    };
    new ServiceScaling(this, "producer-scaling", {
      ...producer,
      ...services.producer,
      loadBalancer,
      targetGroup,
      dependsOn: routed.all,
    });
    new BacklogScaling(this, "consumer-scaling", {
      ...consumer,
      ...services.consumer,
      queueName: names.queue,
    });

    // What tells of trouble
    const alerts = new AlertTopic(this, "alerts", {
      name: names.alerts,
      encryptionKeyArn: encryptionKey.arn,
      publishers: alertPublishers(region, names),
    });
    new Alarms(this, "alarm", {
      name: names.base,
      alarms: alarmsOf(environment, metrics),
      runbook: "docs/systems/messages/aws.md",
      composite: healthAlarmOf(names),
      dependsOn: Object.values(services).map(({ service }) => service),
      topicArn: alerts.arn,
    });
  }
}
