import type { Addition } from "../addition";
import type { Ask } from "./ask";
import type { Resources } from "./resources";

/** An addition, to the question's resource unless it names another. */
export type Found = Omit<Addition, "address"> & Partial<Pick<Addition, "address">>;

/** Something that is asked of AWS about a resource of ours. */
export interface Question {
  /** Of the resource, or of the first of several. */
  readonly address: string;
  /** @throws CallFailure */
  readonly find: (ask: Ask) => Promise<readonly Found[]>;
}

/** What has to be asked to know what was added to the resources of a service. */
export type Reader = (resources: Resources) => readonly Question[];
