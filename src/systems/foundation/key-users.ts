import { publishersUseKey } from "../../constructs/monitoring/alert-topic";
import { logsUseKey } from "../../constructs/security/encryption-key";
import type { PolicyStatement } from "../../constructs/security/policy-document";
import { account } from "../configuration/account";
import { budgetPublisher } from "./budget-publisher";
import type { Foundation } from "./foundation";
import type { regionNamesOf } from "./names";

/** Who may use a region's key: CloudWatch Logs, for what people do on instances, and AWS Budgets where budgets are. */
export function keyUsers(
  { region, budgets }: Foundation,
  names: ReturnType<typeof regionNamesOf>,
): PolicyStatement[] {
  return [
    logsUseKey(region, account.id, [names.sessionLogGroup]),
    ...publishersUseKey(budgets.length > 0 ? [budgetPublisher] : []),
  ];
}
