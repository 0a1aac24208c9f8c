import { account } from "../../src/systems/configuration/account";
import { roleTakers } from "./provider-needs";
import { allow, arnsOf, type Statement, statement } from "./statements";
import type { System } from "./systems";

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

export function policy(statements: readonly Statement[]): Policy {
  return { Version: "2012-10-17", Statement: statements };
}

const identity = /^(budgets|cloudwatch|iam|kms|s3|secretsmanager|sns):/;
const network =
  /^(acm|application-autoscaling|autoscaling|ec2|elasticloadbalancing|route53|wafv2):/;

/**
 * Policies that allow some actions on what systems have. They are three, because a managed policy holds 6144
 * characters.
 *
 * @param more statements that the first has, too
 */
export function inThree(
  name: string,
  actions: readonly string[],
  of: readonly System[],
  more: readonly Statement[],
): Readonly<Record<string, Policy>> {
  const allowed = (isIn: (action: string) => boolean) => allow(actions.filter(isIn), of);
  return {
    [`${name}-identity`]: policy([...allowed((action) => identity.test(action)), ...more]),
    [`${name}-network`]: policy(allowed((action) => network.test(action))),
    [`${name}-resources`]: policy(
      allowed((action) => !identity.test(action) && !network.test(action)),
    ),
  };
}

const isRead = (action: string) => /:(Describe|Get|List|View|BatchGet)/.test(action);
const stateAction = (action: string) => /^s3:(Get|Put|Delete)Object$/.test(action);

/** No policy here shows a secret's value but the one that makes the database's user. */
export const reading = (actions: readonly string[]) =>
  actions.filter((action) => isRead(action) && action !== "secretsmanager:GetSecretValue");
export const changing = (actions: readonly string[]) =>
  actions.filter((action) => !isRead(action) && !stateAction(action));

export const states = `arn:aws:s3:::test-app-terraform-state-${account.id}-*`;

/**
 * S3 locks a state with a file beside it, which is written and deleted.
 *
 * @param whose what the states' keys begin with
 */
export function readState(whose: string): Statement[] {
  return [
    statement("ReadState", ["s3:GetObject"], [`${states}/${whose}.tfstate`]),
    statement(
      "LockState",
      ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      [`${states}/${whose}.tflock`],
    ),
  ];
}

export function writeState(whose: string): Statement {
  return statement("WriteState", ["s3:PutObject"], [`${states}/${whose}.tfstate`]);
}

/** Roles go only to those services that take them on. */
export function giveRoles(of: readonly System[]): Statement {
  const roles = arnsOf("iam", of).filter((arn) => /:role\/(?!aws-service-role)/.test(arn));
  const takers = Object.entries(roleTakers).filter(([has]) =>
    of.some((system) => system.has.includes(has)),
  );
  return statement("GiveRoles", ["iam:PassRole"], roles, {
    StringEquals: { "iam:PassedToService": takers.map(([, service]) => service) },
  });
}
