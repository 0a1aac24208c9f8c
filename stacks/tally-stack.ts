import type { Construct } from "constructs";
import { AutoScalingGroup } from "../src/constructs/compute/auto-scaling-group";
import { LaunchTemplate } from "../src/constructs/compute/launch-template";
import { MachineImage } from "../src/constructs/compute/machine-image";
import { ContainerCluster } from "../src/constructs/containers/container-cluster";
import { ServiceScaling } from "../src/constructs/containers/service-scaling";
import { Database } from "../src/constructs/database/database";
import { LogGroups } from "../src/constructs/management/log-groups";
import { Parameters } from "../src/constructs/management/parameters";
import { Alarms } from "../src/constructs/monitoring/alarms";
import { AlertTopic } from "../src/constructs/monitoring/alert-topic";
import { PathRoutes } from "../src/constructs/networking/path-routes";
import { TargetGroup } from "../src/constructs/networking/target-group";
import { boundRoles } from "../src/constructs/security/bound-roles";
import { EncryptionKey } from "../src/constructs/security/encryption-key";
import { InstanceRole } from "../src/constructs/security/instance-role";
import { account } from "../src/systems/configuration/account";
import { commonTags, instanceTags } from "../src/systems/configuration/tags";
import type { Environment } from "../src/systems/tally/environment";
import { homePage } from "../src/systems/tally/home-page";
import { loadDigests, type ServiceName } from "../src/systems/tally/images";
import { imageLookup } from "../src/systems/tally/lookups";
import { adderBoot, refreshPreferences } from "../src/systems/tally/machine/adder";
import { databaseEngine, namesOf, system } from "../src/systems/tally/names";
import {
  allowedConnections,
  connectionsToS3,
  endpointServices,
  throughS3,
} from "../src/systems/tally/network";
import { alarmsOf, healthAlarmOf } from "../src/systems/tally/observability/alarms";
import { metricsOf } from "../src/systems/tally/observability/metrics";
import { adderPolicies, alertPublishers, keyUsers } from "../src/systems/tally/policies";
import { roleBoundaryArn } from "../src/systems/tally/role-boundary";
import { routes } from "../src/systems/tally/routes";
import { taskOf } from "../src/systems/tally/task";
import { servicePort } from "../src/systems/tally/variables";
import { AwsStack } from "./aws-stack";
import { privateNetwork } from "./parts/private-network";
import { publicEntrance } from "./parts/public-entrance";
import { taskService } from "./parts/task-service";

/** Three services that share one table: the adder on virtual machines, display and reset on Fargate. */
export class TallyStack extends AwsStack {
  constructor(scope: Construct, environment: Environment) {
    const names = namesOf(environment);
    super(scope, environment.id, {
      region: environment.region,
      state: { bucket: names.stateBucket, key: names.stateKey },
      tags: commonTags({ ...environment, system }),
    });
    const { region, healthCheck, retention, adder } = environment;
    const preventDestroy = retention.destructionProtection === "on";
    const digests = loadDigests();
    boundRoles(this, roleBoundaryArn(region));

    // The network: nothing in it has a way to the internet
    const { vpc, groupIds, reached } = privateNetwork(this, {
      ...environment.network,
      name: names.base,
      region,
      connections: allowedConnections(names),
      endpointServices,
      connectionsToS3,
      throughS3: throughS3(region),
      logBucket: names.logBucket,
    });

    // What is kept: key, logs
    const encryptionKey = new EncryptionKey(this, "encryption-key", {
      alias: names.base,
      description: `Encrypts volumes, database, secrets and logs of ${names.base}`,
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

    // The way in
    const targetGroup = (service: ServiceName, targetType: "instance" | "ip") =>
      new TargetGroup(this, `${service}-target-group`, {
        ...environment.targetGroup,
        baseName: `${names.base}-${service}`,
        port: servicePort,
        targetType,
        isReachedByRules: true,
        healthCheck,
        vpcId: vpc.id,
      });
    const targetGroups = {
      adder: targetGroup("adder", "instance"),
      display: targetGroup("display", "ip"),
      reset: targetGroup("reset", "ip"),
    };
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
      routes: {
        adder: { paths: routes.adder, targetGroupArn: targetGroups.adder.arn },
        display: { paths: routes.display, targetGroupArn: targetGroups.display.arn },
        reset: { paths: routes.reset, targetGroupArn: targetGroups.reset.arn },
      },
    });

    // The table
    const database = new Database(this, "database", {
      ...environment.database,
      owner: names.base,
      names: names.database,
      account: account.id,
      region,
      engine: databaseEngine,
      deletionProtection: environment.database.deletionProtection === "on",
      preventDestroy,
      logRetention: retention.logs,
      encryptionKeyArn: encryptionKey.arn,
      subnetIds: vpc.privateSubnetIds,
      securityGroupId: groupIds.database,
    });

    // display and reset
    const cluster = new ContainerCluster(this, "cluster", {
      name: names.base,
      retention: retention.logs,
      encryptionKeyArn: encryptionKey.arn,
    });
    const services = (["display", "reset"] as const).map((service) => {
      const scaled = taskService(this, service, {
        region,
        cluster,
        task: taskOf(service, region, names, digests[service], {
          database,
          encryptionKeyArn: encryptionKey.arn,
        }),
        minimumTasks: environment[service].minimumTasks,
        subnetIds: vpc.privateSubnetIds,
        securityGroupId: groupIds.tasks,
        target: { groupArn: targetGroups[service].arn, port: servicePort },
        dependsOn: [...logGroups.all, ...reached, ...routed.all],
      });
      new ServiceScaling(this, `${service}-scaling`, {
        ...environment[service],
        ...scaled,
        loadBalancer,
        targetGroup: targetGroups[service],
        dependsOn: routed.all,
      });
      return scaled.service;
    });

    // The adder
    const parameters = new Parameters(this, "parameter", {
      parameters: {
        "database-host": {
          name: names.database.hostParameter,
          description: `Host of the database of ${names.base}, for the adder's machines`,
          value: database.address,
        },
      },
    });
    const role = new InstanceRole(this, "adder-role", {
      name: names.adder,
      description: `The adder's machines of ${names.base}`,
      policies: adderPolicies(environment, names, database.resourceId),
    });
    const tags = instanceTags({ ...environment, system }, names.adder);
    const launchTemplate = new LaunchTemplate(this, "adder-template", {
      name: names.adder,
      rootVolumeGibibytes: adder.rootVolumeGibibytes,
      encryptionKeyArn: encryptionKey.arn,
      tags,
      image: new MachineImage(this, "image", imageLookup(environment)),
      instanceProfileArn: role.profileArn,
      securityGroupId: groupIds.adder,
      publicAddress: false,
      userData: adderBoot(environment, names, digests.adder),
    });
    const { group } = new AutoScalingGroup(this, "adder", {
      ...adder,
      name: names.adder,
      minimumInstances: adder.instances,
      maximumInstances: adder.instances,
      instanceWarmupSeconds: 60,
      refresh: refreshPreferences(environment),
      tags,
      subnetIds: vpc.privateSubnetIds,
      targetGroupArn: targetGroups.adder.arn,
      launchTemplate,
      dependsOn: [...role.policies, ...logGroups.all, ...parameters.all, ...reached],
    });

    // What tells of trouble
    const alerts = new AlertTopic(this, "alerts", {
      name: names.alerts,
      encryptionKeyArn: encryptionKey.arn,
      publishers: alertPublishers(region, names),
    });
    new Alarms(this, "alarm", {
      name: names.base,
      alarms: alarmsOf(metricsOf(names, { loadBalancer, targetGroups })),
      runbook: "docs/systems/tally-alarms.md",
      composite: healthAlarmOf(names),
      dependsOn: [group, ...services],
      topicArn: alerts.arn,
    });
  }
}
