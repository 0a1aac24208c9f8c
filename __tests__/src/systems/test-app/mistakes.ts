import { ConfigurationError } from "../../../../src/systems/configuration/mistakes";
import type { EnvironmentDefinition } from "../../../../src/systems/test-app/environment";
import { validateEnvironments } from "../../../../src/systems/test-app/validate";
import { definition } from "../../../support/environment";

/** What is said of the mistakes of an environment with changes. */
export function errorOf(changes: object, id = "production-us-east-1"): string {
  return errorOfAll({ [id]: definition(changes) });
}

/** The same of several. */
export function errorOfAll(definitions: Record<string, EnvironmentDefinition>): string {
  try {
    validateEnvironments(definitions);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "no error";
}

/** Long enough for a reason. */
export const reason = "a reason of more than twenty characters";
