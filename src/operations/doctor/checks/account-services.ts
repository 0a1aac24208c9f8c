import { AccessAnalyzerClient, paginateListAnalyzers } from "@aws-sdk/client-accessanalyzer";
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
} from "@aws-sdk/client-config-service";
import { EC2Client, GetEbsEncryptionByDefaultCommand } from "@aws-sdk/client-ec2";
import { GuardDutyClient, paginateListDetectors } from "@aws-sdk/client-guardduty";
import { DescribeHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { GetServiceQuotaCommand, ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { type Aws, Unanswered } from "../aws";
import { type Checker, note, ok } from "../check";

/** Something that the account brings, and how one sees that it is there. */
interface Look {
  /** What is said where it is missing. */
  readonly missing: string;
  readonly isThere: (aws: Aws) => Promise<boolean>;
}

/** "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", in vCPUs. */
const standardInstances = { ServiceCode: "ec2", QuotaCode: "L-1216C47A" };

const looks: readonly Look[] = [
  {
    missing: "no trail of CloudTrail that records: nobody could say later who has changed what",
    isThere: async (aws) => {
      const { trailList = [] } = await aws.ask(
        "cloudtrail:DescribeTrails",
        CloudTrailClient,
        (trails, options) => trails.send(new DescribeTrailsCommand({}), options),
      );
      // One that somebody has stopped stays where it is. By its ARN it answers in any region.
      const statuses = await Promise.all(
        trailList.map(({ TrailARN }) =>
          aws.ask("cloudtrail:GetTrailStatus", CloudTrailClient, (trails, options) =>
            trails.send(new GetTrailStatusCommand({ Name: TrailARN }), options),
          ),
        ),
      );
      return statuses.some(({ IsLogging }) => IsLogging === true);
    },
  },
  {
    missing: "no detector of GuardDuty: nobody watches for stolen credentials",
    isThere: (aws) =>
      aws.ask("guardduty:ListDetectors", GuardDutyClient, async (client, options) => {
        for await (const { DetectorIds = [] } of paginateListDetectors({ client }, {}, options))
          if (DetectorIds.length > 0) return true;
        return false;
      }),
  },
  {
    missing: "Config records nothing: what a resource was like before isn't kept",
    isThere: async (aws) => {
      const { ConfigurationRecordersStatus: recorders = [] } = await aws.ask(
        "config:DescribeConfigurationRecorderStatus",
        ConfigServiceClient,
        (config, options) =>
          config.send(new DescribeConfigurationRecorderStatusCommand({}), options),
      );
      return recorders.some(({ recording }) => recording === true);
    },
  },
  {
    missing: "Security Hub is off: AWS's own best practices aren't checked",
    isThere: async (aws) => {
      try {
        const hub = await aws.ask("securityhub:DescribeHub", SecurityHubClient, (client, options) =>
          client.send(new DescribeHubCommand({}), options),
        );
        return hub.HubArn !== undefined;
      } catch (error) {
        // What it says of an account that hasn't turned it on.
        if (error instanceof Unanswered && error.code === "InvalidAccessException") return false;
        throw error;
      }
    },
  },
  {
    missing: "no analyzer of IAM Access Analyzer: what is shared with others isn't told",
    isThere: (aws) =>
      aws.ask("access-analyzer:ListAnalyzers", AccessAnalyzerClient, async (client, options) => {
        for await (const { analyzers = [] } of paginateListAnalyzers({ client }, {}, options))
          if (analyzers.some(({ status }) => status === "ACTIVE")) return true;
        return false;
      }),
  },
  {
    missing: "EBS doesn't encrypt by default: a volume that somebody makes by hand is open",
    isThere: async (aws) => {
      const { EbsEncryptionByDefault } = await aws.ask(
        "ec2:GetEbsEncryptionByDefault",
        EC2Client,
        (ec2, options) => ec2.send(new GetEbsEncryptionByDefaultCommand({}), options),
      );
      return EbsEncryptionByDefault === true;
    },
  },
];

/**
 * What a bank's account has, and no stack of ours brings. Nothing here fails without it, and the role in use may not be
 * allowed to look: so all of it is a note.
 */
export const accountServices: Checker<"account-services"> = {
  scope: "region",
  run: async (fleets, { aws, region }) => {
    const needed = fleets.reduce((sum, { virtualProcessors }) => sum + virtualProcessors, 0);
    const enough: Look = {
      missing: `the quota of vCPUs of instances is less than the ${needed} that full fleets need: AWS console in ${region}: Service Quotas → Amazon EC2 → Running On-Demand Standard instances`,
      isThere: async (aws) => {
        const { Quota } = await aws.ask(
          "servicequotas:GetServiceQuota",
          ServiceQuotasClient,
          (quotas, options) => quotas.send(new GetServiceQuotaCommand(standardInstances), options),
        );
        return (Quota?.Value ?? 0) >= needed;
      },
    };
    const found = await Promise.all([...looks, enough].map((look) => seen(look, aws)));
    const notes = found.filter((text) => text !== undefined).map(note);
    return notes.length > 0 ? notes : ok(`what the account brings is there in ${region}`);
  },
};

/** What there is to say of it; nothing where all is well. */
async function seen({ missing, isThere }: Look, aws: Aws): Promise<string | undefined> {
  try {
    return (await isThere(aws)) ? undefined : missing;
  } catch (error) {
    if (error instanceof Unanswered) return `not seen: ${error.message}`;
    throw error;
  }
}
