import type { Addition } from "../../../../../../src/operations/drift/additions/addition";
import type { Scripted } from "../../../../../support/scripted-aws";

/** A kind of addition: what AWS answers with and without one, and what is to be said of it. */
export interface Case {
  readonly title: string;
  /** The resources of the plan's refreshed state: their values by address. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** As IAM names it. */
  readonly action: string;
  /** As the API names it (default: as IAM does). */
  readonly operation?: string;
  /** What AWS answers where there are such things, written as its protocol does. */
  readonly page: (things: readonly string[], next: string | undefined) => Scripted;
  /** A part of the questions that are answered so (default: all of the operation); others, that there is nothing. */
  readonly asks?: string;
  /** Things that the code knows, or that AWS makes itself, by their reason. */
  readonly left: Readonly<Record<string, string>>;
  /** What somebody has added. */
  readonly added: string;
  /** Something else that takes its name later; none where the name says all of it. */
  readonly later?: string;
  /** The addition's content, where nothing of it can become another (default: null, because the name says all of it). */
  readonly content?: string;
  readonly addition: Omit<Addition, "content">;
  /** What AWS answers to other operations (default: that there is nothing). */
  readonly others?: Readonly<Record<string, Scripted>>;
  /** It is answered in pages. */
  readonly paged: boolean;
}

export const region = "eu-west-1";
export const accountId = "111122223333";

/** An answer of a service with the Query protocol. */
export function queryAnswer(operation: string, content: string): Scripted {
  return {
    body: `<${operation}Response><${operation}Result>${content}</${operation}Result></${operation}Response>`,
  };
}

export function xml(name: string, content: string | undefined): string {
  return content === undefined ? "" : `<${name}>${content}</${name}>`;
}

export function members(things: readonly string[]): string {
  return things.map((thing) => xml("member", thing)).join("");
}
