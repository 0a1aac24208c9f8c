import type { FoundationId } from "../systems/foundation/foundation";
import { foundationIds } from "../systems/foundation/foundations";
import { type EnvironmentId, environmentIds } from "../systems/test-app/environments";

/** Name of a stack: an environment's, or a region's foundation's. */
export type StackId = EnvironmentId | FoundationId;

/** All that is planned and applied. */
export const stackIds: readonly StackId[] = [...environmentIds, ...foundationIds];
