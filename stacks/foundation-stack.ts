import type { Construct } from "constructs";
import { LogGroups } from "../src/constructs/management/log-groups";
import { SessionPreferences } from "../src/constructs/management/session-preferences";
import { AlertTopic } from "../src/constructs/monitoring/alert-topic";
import { MonthlyBudget } from "../src/constructs/monitoring/monthly-budget";
import { RefusedTrafficLog } from "../src/constructs/networking/refused-traffic-log";
import { EncryptionKey } from "../src/constructs/security/encryption-key";
import { LogBucket } from "../src/constructs/storage/log-bucket";
import { StateBucket } from "../src/constructs/storage/state-bucket";
import { account } from "../src/systems/configuration/account";
import { sharedTags } from "../src/systems/configuration/tags";
import { budgetPublisher } from "../src/systems/foundation/budget-publisher";
import type { Foundation } from "../src/systems/foundation/foundation";
import { keyUsers } from "../src/systems/foundation/key-users";
import { regionNamesOf } from "../src/systems/foundation/names";
import type { Environment } from "../src/systems/test-app/environment";
import { loadBalancerLogs } from "../src/systems/test-app/load-balancer-logs";
import { AwsStack } from "./aws-stack";

/**
 * What a region needs once, before its environments: they share its buckets and its default VPC, and know
 * their names, so that none of them reads this stack's state.
 */
export class FoundationStack extends AwsStack {
  /** @param environments all of them: those of the region have a place in its log bucket */
  constructor(
    scope: Construct,
    foundation: Foundation,
    environments: Readonly<Record<string, Environment>>,
  ) {
    const { id, region } = foundation;
    const names = regionNamesOf(region);
    super(scope, id, {
      region,
      state: { bucket: names.stateBucket, key: names.stateKey },
      tags: sharedTags,
    });
    const preventDestroy = foundation.destructionProtection === "on";

    const logBucket = new LogBucket(this, "log-bucket", {
      name: names.logBucket,
      account: account.id,
      region,
      oldVersionDays: foundation.deletedLogRecoveryDays,
      preventDestroy,
      loadBalancers: Object.values(environments)
        .filter((each) => each.region === region)
        .map(loadBalancerLogs),
      flowLogs: foundation.flowLogRetention,
      stateAccess: {
        ...foundation.stateAccessLogRetention,
        prefix: names.stateAccessLogPrefix,
        bucket: names.stateBucket,
      },
    });
    new StateBucket(this, "state-bucket", {
      name: names.stateBucket,
      oldVersionDays: foundation.stateHistoryDays,
      preventDestroy,
      logBucket,
      logPrefix: names.stateAccessLogPrefix,
    });
    new RefusedTrafficLog(this, "refused-traffic", { logBucket });

    const encryptionKey = new EncryptionKey(this, "encryption-key", {
      alias: names.encryptionKey,
      description: `Encrypts what ${id} itself keeps`,
      account: account.id,
      users: keyUsers(foundation, names),
      deletionWindowDays: foundation.encryptionKeyDeletionWindowDays,
      preventDestroy,
    });
    const sessionLog = new LogGroups(this, "log-group", {
      names: { sessions: names.sessionLogGroup },
      retention: foundation.sessionLogRetention,
      encryptionKeyArn: encryptionKey.arn,
    });
    new SessionPreferences(this, "session-preferences", {
      logGroupName: names.sessionLogGroup,
      dependsOn: sessionLog.all,
    });

    if (foundation.budgets.length === 0) return;
    const costAlerts = new AlertTopic(this, "cost-alerts", {
      name: names.costAlerts,
      encryptionKeyArn: encryptionKey.arn,
      publishers: [budgetPublisher],
    });
    for (const { stage, monthlyDollars } of foundation.budgets)
      new MonthlyBudget(this, `budget-${stage}`, {
        name: `${names.costAlerts}-${stage}`,
        dollars: monthlyDollars,
        tag: { key: "Environment", value: stage },
        topicArn: costAlerts.arn,
      });
  }
}
