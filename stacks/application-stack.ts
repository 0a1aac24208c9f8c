import type { Construct } from "constructs";
import { AutoScalingGroup } from "../src/constructs/compute/auto-scaling-group";
import { handlerZip } from "../src/constructs/compute/handler-zip";
import { LambdaFunction } from "../src/constructs/compute/lambda-function";
import { LaunchTemplate } from "../src/constructs/compute/launch-template";
import { MachineImage } from "../src/constructs/compute/machine-image";
import { ScalingPolicies } from "../src/constructs/compute/scaling-policies";
import { Database } from "../src/constructs/database/database";
import { CommandDocument } from "../src/constructs/management/command-document";
import { LogGroups } from "../src/constructs/management/log-groups";
import { OperatorsParameter } from "../src/constructs/management/operators-parameter";
import { Parameters } from "../src/constructs/management/parameters";
import { Alarms } from "../src/constructs/monitoring/alarms";
import { AlertTopic } from "../src/constructs/monitoring/alert-topic";
import { Dashboard } from "../src/constructs/monitoring/dashboard";
import { FailedCommands } from "../src/constructs/monitoring/failed-commands";
import { DefaultNetwork } from "../src/constructs/networking/default-network";
import { NetworkAccess } from "../src/constructs/networking/network-access";
import { TargetGroup } from "../src/constructs/networking/target-group";
import { EncryptionKey } from "../src/constructs/security/encryption-key";
import { InstanceRole } from "../src/constructs/security/instance-role";
import { Secret } from "../src/constructs/security/secret";
import { account } from "../src/systems/configuration/account";
import { commonTags, instanceTags } from "../src/systems/configuration/tags";
import { databaseEngine } from "../src/systems/test-app/application";
import type { Environment } from "../src/systems/test-app/environment";
import { databaseUserFunction, updaterFunction } from "../src/systems/test-app/functions/functions";
import { leastBaselineGigabitsPerSecond } from "../src/systems/test-app/instance-types";
import { imageLookup } from "../src/systems/test-app/lookups";
import { databaseNames, namesOf } from "../src/systems/test-app/names";
import { alarmsOf, healthAlarmOf } from "../src/systems/test-app/observability/alarms";
import { dashboardRows } from "../src/systems/test-app/observability/dashboard";
import { metricsOf } from "../src/systems/test-app/observability/metrics";
import { databaseParameters } from "../src/systems/test-app/parameters";
import { alertPublishers } from "../src/systems/test-app/policies/alert-publishers";
import { instancePolicies } from "../src/systems/test-app/policies/instance";
import { keyUsers } from "../src/systems/test-app/policies/key-users";
import { allowedConnections } from "../src/systems/test-app/policies/network";
import { refreshPreferences } from "../src/systems/test-app/refresh";
import { updaterDocument } from "../src/systems/test-app/scripts/run-updater/updater-document";
import { bootScript } from "../src/systems/test-app/scripts/user-data/boot-script";
import { AwsStack } from "./aws-stack";
import { publicEntrance } from "./parts/public-entrance";

/** The application in one environment. The environment's id is the stack's name. */
export class ApplicationStack extends AwsStack {
  constructor(scope: Construct, environment: Environment) {
    const names = namesOf(environment);
    super(scope, environment.id, {
      region: environment.region,
      state: { bucket: names.stateBucket, key: names.stateKey },
      tags: commonTags(environment),
    });
    const { region, application, healthCheck, fleet, retention } = environment;
    const preventDestroy = retention.destructionProtection === "on";

    // What is there already
    const network = new DefaultNetwork(this, "network", fleet);
    const image = new MachineImage(this, "image", imageLookup(environment));

    // What is kept: key, secret, logs
    const encryptionKey = new EncryptionKey(this, "encryption-key", {
      alias: names.base,
      description: `Encrypts volumes, database, secrets, logs and variables of ${names.base}`,
      account: account.id,
      users: keyUsers(region, names),
      deletionWindowDays: retention.encryptionKeyDeletionWindowDays,
      preventDestroy,
    });
    const downloadSecret = new Secret(this, "download-secret", {
      name: names.downloadSecret,
      description:
        "User name and password for downloading the updater; the value is put in by an operator",
      account: account.id,
      encryptionKeyArn: encryptionKey.arn,
      recoveryWindowDays: retention.secretRecoveryWindowDays,
      preventDestroy,
    });
    const logGroups = new LogGroups(this, "log-group", {
      names: names.logGroups,
      retention: retention.logs,
      encryptionKeyArn: encryptionKey.arn,
    });

    // The way in
    const access = new NetworkAccess(this, "access", {
      ...allowedConnections(names, application.port),
      vpcId: network.vpcId,
    });
    const targetGroup = new TargetGroup(this, "target-group", {
      ...environment.targetGroup,
      baseName: names.base,
      port: application.port,
      healthCheck,
      vpcId: network.vpcId,
    });
    const loadBalancer = publicEntrance(this, {
      environment,
      names,
      subnetIds: network.subnetIds,
      securityGroupId: access.groupIds["load-balancer"],
      encryptionKeyArn: encryptionKey.arn,
      targetGroupArn: targetGroup.arn,
    });

    // The backoffice's database
    const database = new Database(this, "database", {
      ...environment.database,
      owner: names.base,
      names: { ...names.database, ...databaseNames(names, environment.database.identifierSuffix) },
      account: account.id,
      region,
      engine: databaseEngine,
      deletionProtection: environment.database.deletionProtection === "on",
      preventDestroy,
      logRetention: retention.logs,
      encryptionKeyArn: encryptionKey.arn,
      subnetIds: network.allSubnetIds,
      securityGroupId: access.groupIds.database,
    });
    const parameters = new Parameters(this, "database-parameter", {
      parameters: databaseParameters(names, database.address),
    });
    new LambdaFunction(this, "database-user", {
      ...databaseUserFunction(environment, names, database.address),
      code: handlerZip("lambda/database-user.ts"),
      encryptionKeyArn: encryptionKey.arn,
      network: {
        subnetIds: network.subnetIds,
        vpcId: network.vpcId,
        database: { securityGroupId: access.groupIds.database, port: databaseEngine.port },
        descriptions: {
          out: "MySQL: the user of the backoffice",
          in: "MySQL, from the function that makes the user of the backoffice",
        },
      },
    });

    // The fleet
    const updates = new OperatorsParameter(this, "updates", {
      name: names.updatesParameter,
      description: `Whether instances of ${names.base} may run the updater: enabled, or who holds updates and why`,
      firstValue: "enabled",
    });
    const role = new InstanceRole(this, "instance-role", {
      name: names.instanceRole,
      description: `Instances of ${names.base}`,
      policies: instancePolicies({
        region,
        names,
        downloadSecretArn: downloadSecret.arn,
        targetGroupArn: targetGroup.arn,
        encryptionKeyArn: encryptionKey.arn,
        databaseResourceId: database.resourceId,
      }),
    });
    const tags = instanceTags(environment, names.base);
    const launchTemplate = new LaunchTemplate(this, "launch-template", {
      name: names.base,
      rootVolumeGibibytes: fleet.rootVolumeGibibytes,
      encryptionKeyArn: encryptionKey.arn,
      tags,
      image,
      instanceProfileArn: role.profileArn,
      securityGroupId: access.groupIds.instance,
      userData: bootScript(environment, names),
    });
    const group = new AutoScalingGroup(this, "group", {
      ...fleet,
      name: names.base,
      refresh: refreshPreferences(environment),
      tags,
      subnetIds: network.subnetIds,
      targetGroupArn: targetGroup.arn,
      launchTemplate,
      dependsOn: [
        ...role.policies,
        ...logGroups.all,
        ...parameters.all,
        updates.parameter,
        ...access.rules,
      ],
    });
    new ScalingPolicies(this, "scaling", {
      ...fleet,
      name: names.base,
      baselineGigabitsPerSecond: leastBaselineGigabitsPerSecond(fleet.instanceTypes),
      groupName: group.groupName,
      subnetIds: network.subnetIds,
      loadBalancer,
      targetGroup,
    });

    // The rollout of the application's releases
    const document = new CommandDocument(this, "updater-document", {
      name: names.autoupdaterDocument,
      content: updaterDocument(environment, names, "TARGET_GROUP_ARN"),
      references: { TARGET_GROUP_ARN: targetGroup.arn },
    });
    new LambdaFunction(this, "updater-function", {
      ...updaterFunction(environment, names, {
        documentArn: document.arn,
        encryptionKeyArn: encryptionKey.arn,
        launchTemplateArn: launchTemplate.arn,
      }),
      code: handlerZip("lambda/autoupdater.ts"),
      encryptionKeyArn: encryptionKey.arn,
    });

    // What tells of trouble
    const alerts = new AlertTopic(this, "alerts", {
      name: names.alerts,
      encryptionKeyArn: encryptionKey.arn,
      publishers: alertPublishers(region, names),
    });
    const { identifier } = databaseNames(names, environment.database.identifierSuffix);
    const metrics = metricsOf(environment, names, identifier, { loadBalancer, targetGroup });
    const definitions = alarmsOf(environment, metrics);
    const alarms = new Alarms(this, "alarm", {
      name: names.base,
      alarms: definitions,
      runbook: "RUNBOOK-investigate.md",
      composite: healthAlarmOf(names),
      dependsOn: [group.group],
      topicArn: alerts.arn,
    });
    new FailedCommands(this, "failed-rollouts", {
      name: names.failedRollouts,
      description: `A rollout to ${environment.id} did not succeed on an instance. RUNBOOK-investigate.md, "FAILED"`,
      documentName: names.autoupdaterDocument,
      topicArn: alerts.arn,
    });
    new Dashboard(this, "dashboard", {
      name: names.base,
      region,
      alarmArns: alarms.arns,
      rows: dashboardRows(environment, metrics, definitions),
    });
  }
}
