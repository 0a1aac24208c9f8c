import type { Construct } from "constructs";
import { ContainerRepository } from "../src/constructs/containers/container-repository";
import { LogGroups } from "../src/constructs/management/log-groups";
import { SessionPreferences } from "../src/constructs/management/session-preferences";
import { AlertTopic } from "../src/constructs/monitoring/alert-topic";
import { MonthlyBudget } from "../src/constructs/monitoring/monthly-budget";
import { RefusedTrafficLog } from "../src/constructs/networking/refused-traffic-log";
import { EncryptionKey } from "../src/constructs/security/encryption-key";
import { GitHubProvider } from "../src/constructs/security/github-provider";
import { GitHubRole } from "../src/constructs/security/github-role";
import { ManagedPolicy } from "../src/constructs/security/managed-policy";
import { policyDocument } from "../src/constructs/security/policy-document";
import { LogBucket } from "../src/constructs/storage/log-bucket";
import { ReleaseBucket } from "../src/constructs/storage/release-bucket";
import { StateBucket } from "../src/constructs/storage/state-bucket";
import { account } from "../src/systems/configuration/account";
import { sharedTags } from "../src/systems/configuration/tags";
import { accessPolicy } from "../src/systems/foundation/access-policy";
import { budgetPublisher } from "../src/systems/foundation/budget-publisher";
import type { Foundation } from "../src/systems/foundation/foundation";
import { keyUsers } from "../src/systems/foundation/key-users";
import { accessPolicyName, regionNamesOf } from "../src/systems/foundation/names";
import type { GitHubJobRole, RegionNeeds } from "../src/systems/foundation/needs";
import { AwsStack } from "./aws-stack";

/**
 * What a region needs once, before its environments: they share its buckets and its default VPC, and know
 * their names, so that none of them reads this stack's state.
 */
export class FoundationStack extends AwsStack {
  /** @param allNeeds those of the environments of all regions */
  constructor(scope: Construct, foundation: Foundation, allNeeds: readonly RegionNeeds[]) {
    const { id, region } = foundation;
    const names = regionNamesOf(region);
    super(scope, id, {
      region,
      state: { bucket: names.stateBucket, key: names.stateKey },
      tags: sharedTags,
    });
    const needs = allNeeds.filter((each) => each.region === region);
    const preventDestroy = foundation.destructionProtection === "on";

    const logBucket = new LogBucket(this, "log-bucket", {
      name: names.logBucket,
      account: account.id,
      region,
      oldVersionDays: foundation.deletedLogRecoveryDays,
      preventDestroy,
      loadBalancers: needs.map(({ loadBalancerLogs }) => loadBalancerLogs),
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

    for (const { imageRepositories = [], releaseBucket, roleBoundary } of needs) {
      for (const name of imageRepositories)
        new ContainerRepository(this, `images-${name.replace("/", "-")}`, {
          name,
          account: account.id,
          untaggedDays: foundation.untaggedImageDays,
          preventDestroy,
        });
      if (releaseBucket !== undefined)
        new ReleaseBucket(this, "release-bucket", {
          name: releaseBucket,
          oldVersionDays: foundation.deletedReleaseRecoveryDays,
          preventDestroy,
        });
      if (roleBoundary !== undefined)
        new ManagedPolicy(this, roleBoundary.name, {
          name: roleBoundary.name,
          description: "What roles may do at the most, whatever their own policies allow",
          document: policyDocument(roleBoundary.statements),
        });
    }
    if (foundation.gitHub !== null)
      this.letGitHubIn(
        foundation.gitHub.repository,
        needs.flatMap(({ gitHubRoles = [] }) => gitHubRoles),
      );

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
  /** Roles for GitHub's jobs, with the policies of `access/` that they share. */
  private letGitHubIn(repository: string, roles: readonly GitHubJobRole[]): void {
    const provider = new GitHubProvider(this, "github");
    const shared = new Map(
      [...new Set(roles.flatMap(({ access }) => access))].map((name) => {
        const policy = new ManagedPolicy(this, `access-${name}`, {
          name: accessPolicyName(name),
          description: `What access/${name}.json says`,
          document: accessPolicy(name, account.id),
        });
        return [name, policy.arn] as const;
      }),
    );
    for (const { access, ...role } of roles)
      new GitHubRole(this, role.name, {
        ...role,
        providerArn: provider.arn,
        repository,
        attachedArns: access.map((name) => shared.get(name) as string),
      });
  }
}
