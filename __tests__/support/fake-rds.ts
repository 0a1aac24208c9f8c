import { account } from "../../src/systems/configuration/account";
import type { ScriptedAws } from "./scripted-aws";

/** A database as RDS would describe it; lists are of their elements' names. */
export type FakeDatabase = Record<string, unknown> & { readonly DBInstanceIdentifier: string };

/** What the next request for an operation meets; afterwards it is answered. */
export type Fault = "throttled" | "reset" | "lost answer";

const elements: Readonly<Record<string, string>> = {
  DBInstances: "DBInstance",
  DBInstanceAutomatedBackups: "DBInstanceAutomatedBackup",
  DBParameterGroups: "DBParameterGroup",
  OptionGroupMemberships: "OptionGroupMembership",
  StatusInfos: "DBInstanceStatusInfo",
  TagList: "Tag",
  VpcSecurityGroups: "VpcSecurityGroupMembership",
};

function xml(value: unknown, name = ""): string {
  if (Array.isArray(value))
    return value.map((each) => element(elements[name] ?? "", each)).join("");
  if (typeof value !== "object" || value === null) return `${value}`;
  return Object.entries(value)
    .map(([key, each]) => element(key, each))
    .join("");
}

const element = (name: string, value: unknown) => `<${name}>${xml(value, name)}</${name}>`;

const answer = (operation: string, result: object) => ({
  body: element(`${operation}Response`, { [`${operation}Result`]: result }),
});

const refusal = (status: number, code: string, message = "") => ({
  status,
  body: element("ErrorResponse", {
    Error: { Type: "Sender", Code: code, Message: message },
    RequestId: "1",
  }),
});

/**
 * An RDS that restores as the real one does: what isn't asked for gets RDS's own defaults, a copy goes through its
 * statuses, one a look, and its master password is in no secret until somebody asks for that.
 */
export class FakeRds {
  readonly databases = new Map<string, FakeDatabase>();
  /** Statuses of a new copy, one at each look; the last stays. */
  statuses: readonly string[] = ["creating", "backing-up", "modifying", "available"];
  /** What RDS changes of a new copy, whatever is asked for. */
  changes: object = {};
  /** Of the database's backups. */
  earliestTime = "2026-11-22T03:00:00Z";
  /** Hears of each look. */
  onDescribed: () => void = () => {};
  readonly requests: { readonly operation: string; readonly query: URLSearchParams }[] = [];
  private readonly going = new Map<string, string[]>();
  private readonly faults = new Map<string, Fault[]>();

  constructor(
    aws: ScriptedAws,
    private readonly endpointOf: (identifier: string) => object,
  ) {
    const operations = {
      DescribeDBInstances: () => this.describe(),
      DescribeDBInstanceAutomatedBackups: () => ({
        DBInstanceAutomatedBackups: [{ RestoreWindow: { EarliestTime: this.earliestTime } }],
      }),
      RestoreDBInstanceToPointInTime: (query: URLSearchParams) => this.restore(query),
      ModifyDBInstance: (query: URLSearchParams) => this.modify(query),
    };
    for (const [operation, act] of Object.entries(operations))
      aws.answers(operation, (request, body) => {
        const query = new URLSearchParams(body);
        this.requests.push({ operation, query });
        const fault = this.faults.get(operation)?.shift();
        if (fault === "throttled") return refusal(400, "Throttling", "Rate exceeded");
        const done = fault === "reset" ? {} : act(query);
        if (fault !== undefined) {
          request.socket.destroy();
          return "silent";
        }
        return typeof done === "string" ? refusal(400, done) : answer(operation, done);
      });
  }

  /** What the next requests for an operation meet. */
  meets(operation: string, ...faults: readonly Fault[]): void {
    this.faults.set(operation, [...faults]);
  }

  asked(operation: string): URLSearchParams[] {
    return this.requests.flatMap((each) => (each.operation === operation ? each.query : []));
  }

  /** The status of a database from now on. */
  becomes(identifier: string, status: string): void {
    this.going.set(identifier, [status]);
  }

  retag(identifier: string, key: string, value: string): void {
    const tags = this.databases.get(identifier)?.TagList as { Key: string; Value: string }[];
    for (const tag of tags) if (tag.Key === key) tag.Value = value;
  }

  private describe(): object {
    this.onDescribed();
    for (const [identifier, statuses] of this.going) {
      const DBInstanceStatus = statuses.length > 1 ? statuses.shift() : statuses[0];
      const found = this.databases.get(identifier);
      if (found === undefined) continue;
      const isReady = DBInstanceStatus === "available";
      const secret = found.MasterUserSecret as object | undefined;
      this.databases.set(identifier, {
        ...found,
        DBInstanceStatus,
        ...(isReady ? { Endpoint: this.endpointOf(identifier) } : {}),
        ...(isReady && secret ? { MasterUserSecret: { ...secret, SecretStatus: "active" } } : {}),
      });
    }
    return { DBInstances: [...this.databases.values()] };
  }

  private restore(query: URLSearchParams): object | string {
    const identifier = `${query.get("TargetDBInstanceIdentifier")}`;
    const source = this.databases.get(`${query.get("SourceDBInstanceIdentifier")}`);
    if (source === undefined) return "DBInstanceNotFound";
    if (this.databases.has(identifier)) return "DBInstanceAlreadyExists";
    const isTrue = (name: string) => query.get(name) === "true";
    const copy = {
      DBInstanceIdentifier: identifier,
      DBInstanceArn: `arn:aws:rds:us-east-1:${account.id}:db:${identifier}`,
      DBInstanceStatus: "creating",
      DBInstanceClass: query.get("DBInstanceClass") ?? source.DBInstanceClass,
      AllocatedStorage: source.AllocatedStorage,
      MultiAZ: isTrue("MultiAZ"),
      DBSubnetGroup: { DBSubnetGroupName: query.get("DBSubnetGroupName") ?? "default" },
      VpcSecurityGroups: [
        {
          VpcSecurityGroupId: query.get("VpcSecurityGroupIds.VpcSecurityGroupId.1") ?? "sg-default",
        },
      ],
      PubliclyAccessible: query.get("PubliclyAccessible") !== "false",
      DBParameterGroups: [
        { DBParameterGroupName: query.get("DBParameterGroupName") ?? "default.mysql8.4" },
      ],
      OptionGroupMemberships: [
        { OptionGroupName: query.get("OptionGroupName") ?? "default:mysql-8-4" },
      ],
      KmsKeyId: source.KmsKeyId,
      IAMDatabaseAuthenticationEnabled: isTrue("EnableIAMDatabaseAuthentication"),
      DeletionProtection: isTrue("DeletionProtection"),
      BackupRetentionPeriod: query.get("BackupRetentionPeriod") ?? source.BackupRetentionPeriod,
      TagList: tagsIn(query),
      ...this.changes,
    };
    this.databases.set(identifier, copy);
    this.going.set(identifier, [...this.statuses]);
    return { DBInstance: copy };
  }

  private modify(query: URLSearchParams): object | string {
    const identifier = `${query.get("DBInstanceIdentifier")}`;
    const found = this.databases.get(identifier);
    if (found === undefined) return "DBInstanceNotFound";
    if (found.DBInstanceStatus !== "available") return "InvalidDBInstanceState";
    const MasterUserSecret = {
      SecretArn: `arn:aws:secretsmanager:us-east-1:${account.id}:secret:rds!${identifier}`,
      SecretStatus: "creating",
      KmsKeyId: query.get("MasterUserSecretKmsKeyId"),
    };
    this.databases.set(identifier, { ...found, MasterUserSecret });
    this.going.set(identifier, ["resetting-master-credentials", "available"]);
    return { DBInstance: this.databases.get(identifier) };
  }
}

function tagsIn(query: URLSearchParams): object[] {
  const tags: object[] = [];
  for (let index = 1; query.has(`Tags.Tag.${index}.Key`); index += 1)
    tags.push({
      Key: query.get(`Tags.Tag.${index}.Key`),
      Value: query.get(`Tags.Tag.${index}.Value`),
    });
  return tags;
}
