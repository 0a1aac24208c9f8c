import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";
import { type RestoreReport, restoreReportSchema } from "../../../../src/operations/restore/report";
import type { Tables } from "../../../../src/operations/restore/tables";
import { account } from "../../../../src/systems/configuration/account";
import { application } from "../../../../src/systems/test-app/application";
import type { Invoked } from "../../../lambda/database-function";
import { toolPath } from "../../../support/external-tools";
import { FakeRds } from "../../../support/fake-rds";
import { newPassword } from "../../../support/mariadb";
import { ScriptedAws } from "../../../support/scripted-aws";
import { type Ended, Folder, testapp, variablesFor } from "../command-line";
import { answerOf } from "../database-account";
import type { Seen, Step } from "../secret/secret-account";

export const environmentId = "uat-us-east-1";
export const running = `${application}-${environmentId}`;
export const copy = `${running}-2`;
const functionPath = `POST /2015-03-31/functions/${running}-database-user/invocations`;

/** What the function is asked, as it arrives at Lambda. */
export interface Event {
  readonly username: string;
  readonly password: string;
  readonly tablesOf: { readonly host: string; readonly port: number };
}

/** How the function answers, by the identifier of the database that it is asked about. */
export type Answers = (identifier: string, event: Event) => Promise<Invoked> | Invoked;

const tables = [
  { name: "metrics", columns: ["id int(11)", "value double"] },
  { name: "users", columns: ["id int(11)"] },
];

/** A schema as the function tells it. */
export function schema(changes: Partial<Tables> = {}): Invoked {
  const read = { host: "database", schema: "backoffice", isThere: true, tables, ...changes };
  return { returned: read, output: "" };
}

export function thrown(name: string, message: string): Invoked {
  return { thrown: { name, message }, output: "" };
}

/** An account with UAT's database and its function. */
export class RestoreAccount implements AsyncDisposable {
  readonly folder = new Folder();
  /** By identifier. */
  readonly passwords = new Map<string, string>();
  /** Hears of each call of the function. */
  onEvent: () => void = () => {};
  private child: ChildProcess | undefined;

  private constructor(
    readonly aws: ScriptedAws,
    readonly rds: FakeRds,
  ) {}

  /** @param ports of the databases, by identifier, where the function really connects */
  static async with(answers: Answers, ports: Readonly<Record<string, number>> = {}) {
    const aws = await ScriptedAws.before();
    const rds = new FakeRds(aws, (identifier) => endpointOf(identifier, ports));
    const made = new RestoreAccount(aws, rds);
    rds.databases.set(running, {
      ...runningDatabase,
      Endpoint: endpointOf(running, ports),
    });
    aws.answers("GetSecretValue", (_, body) => {
      const identifier = /rds!([\w-]+)/.exec(body)?.[1] ?? "";
      const password = made.passwords.get(identifier) ?? newPassword();
      made.passwords.set(identifier, password);
      return { body: { SecretString: JSON.stringify({ username: "master", password }) } };
    });
    aws.answers(functionPath, async (_, body) => {
      const event: Event = JSON.parse(body);
      made.onEvent();
      const { host, port } = event.tablesOf;
      const byPort = Object.keys(ports).find((each) => ports[each] === port);
      const invoked = await answers(byPort ?? `${host.split(".")[0]}`, event);
      return { body: answerOf(invoked).body as object, ...errorOf(invoked) };
    });
    return made;
  }

  /** @returns what came of the command, and the report that it wrote */
  async run(...args: string[]): Promise<Ended & { readonly report: RestoreReport }> {
    const all = ["restore", environmentId, "--poll-interval", "0.02", "--json", "report.json"];
    const child = spawn(testapp, [...all, ...args], {
      cwd: this.folder.path,
      stdio: ["ignore", "pipe", "pipe"],
      env: variablesFor(this.aws.url),
    });
    this.child = child;
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, "close"),
    ]);
    const written = this.folder.has("report.json") ? this.folder.read("report.json") : "null";
    const report = restoreReportSchema.nullable().parse(JSON.parse(written));
    return { status, stdout, stderr, report: report as RestoreReport };
  }

  /** Somebody runs it at a terminal. */
  async atTerminal(args: readonly string[], steps: readonly Step[]): Promise<Seen> {
    const argv = [testapp, "restore", environmentId, "--poll-interval", "0.02", ...args];
    const driver = path.join(__dirname, "../secret/terminal.py");
    const child = spawn(toolPath("python3"), [driver], {
      cwd: this.folder.path,
      env: { ...variablesFor(this.aws.url), TERM: "xterm" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin.end(JSON.stringify({ argv, steps }));
    return JSON.parse(await text(child.stdout));
  }

  /** Changes what RDS says of a database. */
  change(identifier: string, changes: object): void {
    const found = this.rds.databases.get(identifier);
    if (found !== undefined) this.rds.databases.set(identifier, { ...found, ...changes });
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.aws[Symbol.asyncDispose]();
    this.folder[Symbol.dispose]();
  }
}

const errorOf = ({ thrown: error }: Invoked) =>
  error === undefined ? {} : { headers: { "x-amz-function-error": "Unhandled" } };

function endpointOf(identifier: string, ports: Readonly<Record<string, number>>): object {
  const port = ports[identifier];
  if (port !== undefined) return { Address: "localhost", Port: port };
  return { Address: `${identifier}.abcdefghijkl.us-east-1.rds.amazonaws.com`, Port: 3306 };
}

/** UAT's database as this project makes it, whose settings RDS would not give a copy by itself. */
const runningDatabase = {
  DBInstanceIdentifier: running,
  DBInstanceArn: `arn:aws:rds:us-east-1:${account.id}:db:${running}`,
  DbiResourceId: "db-RUNNING",
  DBInstanceStatus: "available",
  DBInstanceClass: "db.t4g.medium",
  AllocatedStorage: 20,
  MaxAllocatedStorage: 100,
  StorageType: "gp3",
  MultiAZ: true,
  DBSubnetGroup: { DBSubnetGroupName: running },
  VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-database" }],
  PubliclyAccessible: false,
  DBParameterGroups: [{ DBParameterGroupName: `${running}-mysql8-4` }],
  OptionGroupMemberships: [{ OptionGroupName: `${running}-mysql8-4` }],
  KmsKeyId: `arn:aws:kms:us-east-1:${account.id}:key/1`,
  IAMDatabaseAuthenticationEnabled: true,
  DeletionProtection: true,
  BackupRetentionPeriod: 7,
  LatestRestorableTime: "2026-11-29T06:00:00Z",
  MasterUserSecret: {
    SecretArn: `arn:aws:secretsmanager:us-east-1:${account.id}:secret:rds!${running}`,
    SecretStatus: "active",
    KmsKeyId: `arn:aws:kms:us-east-1:${account.id}:key/1`,
  },
  TagList: [
    { Key: "Environment", Value: "uat" },
    { Key: "ProjectId", Value: "1234" },
    { Key: "aws:cloudformation:none", Value: "x" },
  ],
};
