import type { CallSurroundings } from "../aws/calls";
import type { RolloutPort } from "./port";
import type { RolloutProgress } from "./progress";

/**
 * Everything a rollout needs of the world around it, so that a test can bring its own. `stop` ends the watch on
 * purpose, and leaves a sent command alone.
 */
export interface Surroundings extends CallSurroundings {
  readonly port: RolloutPort;
  /** Hears of every step; must not throw. */
  readonly onProgress: (progress: RolloutProgress) => void;
}
