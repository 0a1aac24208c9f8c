import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { AutoScalingGroup } from "../src/constructs/compute/auto-scaling-group";
import { LaunchTemplate } from "../src/constructs/compute/launch-template";
import { MachineImage } from "../src/constructs/compute/machine-image";
import { ContainerCluster } from "../src/constructs/containers/container-cluster";
import { ContainerService } from "../src/constructs/containers/container-service";
import { ServiceScaling } from "../src/constructs/containers/service-scaling";
import { TaskDefinition } from "../src/constructs/containers/task-definition";
import { Database } from "../src/constructs/database/database";
import { LogGroups } from "../src/constructs/management/log-groups";
import { Parameters } from "../src/constructs/management/parameters";
import { Alarms } from "../src/constructs/monitoring/alarms";
import { AlertTopic } from "../src/constructs/monitoring/alert-topic";
import { Certificate } from "../src/constructs/networking/certificate";
import { DnsRecord } from "../src/constructs/networking/dns-record";
import { LoadBalancer } from "../src/constructs/networking/load-balancer";
import { NetworkAccess } from "../src/constructs/networking/network-access";
import { PathRoutes } from "../src/constructs/networking/path-routes";
import { RefusedTrafficLog } from "../src/constructs/networking/refused-traffic-log";
import { TargetGroup } from "../src/constructs/networking/target-group";
import { Vpc } from "../src/constructs/networking/vpc";
import { VpcEndpoints } from "../src/constructs/networking/vpc-endpoints";
import { WebAcl } from "../src/constructs/networking/web-acl";
import { WebAclLog } from "../src/constructs/networking/web-acl-log";
import { EncryptionKey } from "../src/constructs/security/encryption-key";
import { InstanceRole } from "../src/constructs/security/instance-role";
import { account } from "../src/systems/configuration/account";
import { certificateKeyTypes } from "../src/systems/configuration/lookups";
import { commonTags, instanceTags } from "../src/systems/configuration/tags";
import { redactedHeaders, webAclRules } from "../src/systems/configuration/web-acl";
import type { Environment } from "../src/systems/tally/environment";
import { homePage } from "../src/systems/tally/home-page";
import { loadDigests, type ServiceName } from "../src/systems/tally/images";
import { imageLookup } from "../src/systems/tally/lookups";
import { adderBoot, refreshPreferences } from "../src/systems/tally/machine/adder";
import { databaseEngine, namesOf } from "../src/systems/tally/names";
import {
  allowedConnections,
  connectionsToS3,
  endpointServices,
} from "../src/systems/tally/network";
import { alarmsOf, healthAlarmOf } from "../src/systems/tally/observability/alarms";
import { metricsOf } from "../src/systems/tally/observability/metrics";
import { adderPolicies, alertPublishers, keyUsers } from "../src/systems/tally/policies";
import { routes } from "../src/systems/tally/routes";
import { taskOf } from "../src/systems/tally/task";
import { servicePort } from "../src/systems/tally/variables";
import { AwsStack } from "./aws-stack";

/** Three services that share one table: the adder on virtual machines, display and reset on Fargate. */
export class TallyStack extends AwsStack {
  constructor(scope: Construct, environment: Environment) {
    const names = namesOf(environment);
    super(scope, environment.id, {
      region: environment.region,
      state: { bucket: names.stateBucket, key: names.stateKey },
      tags: commonTags(environment),
    });
    const { region, domain, healthCheck, retention, adder } = environment;
    const preventDestroy = retention.destructionProtection === "on";
    const digests = loadDigests();

    // The network: nothing in it has a way to the internet
    const network = new Vpc(this, "network", { ...environment.network, name: names.base });
    const access = new NetworkAccess(this, "access", {
      ...allowedConnections(names),
      vpcId: network.id,
    });
    const endpoints = new VpcEndpoints(this, "endpoints", {
      name: names.base,
      region,
      vpcId: network.id,
      services: endpointServices,
      subnetIds: network.privateSubnetIds,
      securityGroupId: access.groupIds.endpoints,
      routeTableIds: [network.privateRouteTableId],
    });
    const accessToS3 = new NetworkAccess(this, "access-to-s3", {
      ...connectionsToS3(access.groupIds, endpoints.s3PrefixListId),
      vpcId: network.id,
    });
    new RefusedTrafficLog(this, "refused-traffic", {
      logBucket: { name: names.logBucket },
      vpcId: network.id,
    });
    const reached = [...access.rules, ...accessToS3.rules, ...endpoints.all];

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
        vpcId: network.id,
      });
    const targetGroups = {
      adder: targetGroup("adder", "instance"),
      display: targetGroup("display", "ip"),
      reset: targetGroup("reset", "ip"),
    };
    const loadBalancer = new LoadBalancer(this, "load-balancer", {
      ...environment.loadBalancer,
      name: names.base,
      deletionProtection: environment.loadBalancer.deletionProtection === "on",
      logs: {
        bucket: names.logBucket,
        accessPrefix: names.accessLogPrefix,
        connectionPrefix: names.connectionLogPrefix,
      },
      subnetIds: network.publicSubnetIds,
      securityGroupId: access.groupIds["load-balancer"],
      certificateArn: new Certificate(this, "certificate", {
        domainName: domain.name,
        keyTypes: certificateKeyTypes,
      }).arn,
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
    const webAcl = new WebAcl(this, "web-acl", {
      ...webAclRules(environment.webAcl),
      name: names.base,
      description: `Requests to ${names.base}`,
      loadBalancerArn: loadBalancer.arn,
    });
    new WebAclLog(this, "web-acl-log", {
      webAclArn: webAcl.arn,
      logGroupName: names.webAclLogGroup,
      retention: retention.logs,
      encryptionKeyArn: encryptionKey.arn,
      policyName: names.webAclLogDelivery,
      account: account.id,
      region,
      redactedHeaders,
    });
    new DnsRecord(this, "dns", {
      name: domain.name,
      zoneName: domain.dns.route53ZoneName,
      target: loadBalancer,
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
      subnetIds: network.privateSubnetIds,
      securityGroupId: access.groupIds.database,
    });

    // display and reset
    const cluster = new ContainerCluster(this, "cluster", { name: names.base });
    for (const service of ["display", "reset"] as const) {
      const definition = new TaskDefinition(this, `${service}-task`, {
        ...taskOf(service, region, names, digests[service], {
          database,
          encryptionKeyArn: encryptionKey.arn,
        }),
        account: account.id,
        region,
      });
      const { name } = new ContainerService(this, service, {
        name: service,
        clusterArn: cluster.arn,
        taskDefinitionArn: definition.arn,
        minimumTasks: environment[service].minimumTasks,
        subnetIds: network.privateSubnetIds,
        securityGroupId: access.groupIds.tasks,
        target: { groupArn: targetGroups[service].arn, container: service, port: servicePort },
        healthCheckGracePeriodSeconds: 60,
        dependsOn: [...definition.policies, ...logGroups.all, ...reached, ...routed.all],
      });
      new ServiceScaling(this, `${service}-scaling`, {
        ...environment[service],
        name: `${names.base}-${service}`,
        clusterName: cluster.name,
        serviceName: name,
        loadBalancer,
        targetGroup: targetGroups[service],
        dependsOn: routed.all,
      });
    }

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
    const tags = instanceTags(environment, names.adder);
    const launchTemplate = new LaunchTemplate(this, "adder-template", {
      name: names.adder,
      rootVolumeGibibytes: adder.rootVolumeGibibytes,
      encryptionKeyArn: encryptionKey.arn,
      tags,
      image: new MachineImage(this, "image", imageLookup(environment)),
      instanceProfileArn: role.profileArn,
      securityGroupId: access.groupIds.adder,
      publicAddress: false,
      userData: adderBoot(environment, names, digests.adder),
    });
    new AutoScalingGroup(this, "adder", {
      ...adder,
      name: names.adder,
      minimumInstances: adder.instances,
      maximumInstances: adder.instances,
      instanceWarmupSeconds: 60,
      refresh: refreshPreferences(environment),
      tags,
      subnetIds: network.privateSubnetIds,
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
      runbook: "RUNBOOK-investigate.md",
      composite: healthAlarmOf(names),
      topicArn: alerts.arn,
    });

    // Whoever keeps the domain's DNS points it here.
    new TerraformOutput(this, "load-balancer-dns-name", {
      value: loadBalancer.dnsName,
      staticId: true,
    });
  }
}
