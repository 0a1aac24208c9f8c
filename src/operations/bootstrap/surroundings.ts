import type { Bare } from "../../estate/deployment";
import type { AccountPort } from "./port";

/** What making an account ready needs of whoever asks for it. */
export interface Surroundings {
  /** Id of the account that is meant. */
  readonly account: string;
  readonly bare: Bare;
  readonly port: AccountPort;
  readonly signal: AbortSignal;
  /** Hears what is going on. */
  readonly say: (text: string) => void;
  /** Hears what has changed in the account, for good. */
  readonly changed: (what: string) => void;
}
