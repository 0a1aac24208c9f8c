import { type EnvironmentId, environmentIds } from "./environments";
import type { FoundationId } from "./foundation";
import { foundationIds } from "./foundations";

/** Name of a stack: an environment's, or a region's foundation's. */
export type StackId = EnvironmentId | FoundationId;

/** All that is planned and applied. */
export const stackIds: readonly StackId[] = [...environmentIds, ...foundationIds];
