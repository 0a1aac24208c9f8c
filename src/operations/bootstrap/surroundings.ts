import type { Region } from "../../systems/configuration/account";
import type { AccountPort } from "./port";

/** What making a region ready needs of whoever asks for it. */
export interface Surroundings {
  readonly region: Region;
  readonly port: AccountPort;
  /** How long a state that somebody else has locked is waited for, in seconds. */
  readonly lockTimeoutSeconds: number;
  /** Ends it; a Terraform that runs gives its lock back first. */
  readonly signal: AbortSignal;
  /** Hears what is going on. */
  readonly say: (text: string) => void;
  /** Hears what has changed in the account, for good. */
  readonly changed: (what: string) => void;
  /** Shows a plan to people, as Terraform writes it, and asks whether to apply it. */
  readonly agree: (plan: string) => Promise<boolean>;
}
