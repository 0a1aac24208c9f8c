import { losses } from "./lost";
import type { Rule } from "./rule";

/**
 * A resource has another address, and no `moved` block says so: Terraform destroys it and makes another one.
 *
 * https://developer.hashicorp.com/terraform/language/modules/develop/refactoring
 */
export const renamedAddress: Rule = ({ changes }) =>
  changes
    .filter(({ action }) => action === "renamed")
    .map(({ address, previousAddress = "", type }) => {
      const loss = losses[type];
      return {
        what: `${previousAddress} is destroyed, and ${address} created in its place${loss === undefined ? "" : `: ${loss}`}`,
        remedy: `keep the construct's id, or move it: .moveFromId("${previousAddress}") on the new resource writes moved { from = ${previousAddress}, to = ${address} }`,
      };
    });
