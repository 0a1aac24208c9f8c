import type { Call, Page, PageCall } from "../aws/call";
import type { AutoScalingGroup, GroupInstance } from "../aws/group";
import type { ManagedNode } from "../aws/managed-nodes";

/**
 * What a rollout needs of AWS, and nothing else: aws/port.ts reaches it with the SDK. Times are
 * milliseconds since 1970 in UTC.
 */
export interface RolloutPort {
  /** Undefined when the account has no such group in the region. */
  describeGroup(groupName: string, call: Call): Promise<Group | undefined>;
  /** @param version undefined for the default version */
  describeDocument(
    documentName: string,
    version: string | undefined,
    call: Call,
  ): Promise<DocumentVersion>;
  /** Managed nodes that carry the environment's tag, each with its agent's state. */
  listManagedNodes(environmentId: string, page: PageCall): Promise<Page<ManagedNode>>;
  listCommands(query: CommandQuery, page: PageCall): Promise<Page<Command>>;
  listInvocations(commandId: string, page: PageCall): Promise<Page<Invocation>>;
  /** What a command invocation wrote; its end where it is long. */
  readOutput(commandId: string, invocation: Invocation, call: Call): Promise<string>;
  /** One attempt and no more: the service has no token that would make a second one harmless. */
  sendCommand(request: SendRequest, call: Call): Promise<Command>;
  cancelCommand(commandId: string, call: Call): Promise<void>;
}

/** What is read of an auto scaling group. */
export interface Group extends Pick<AutoScalingGroup, "accountId" | "desiredCapacity"> {
  readonly instances: readonly Pick<GroupInstance, "instanceId" | "lifecycleState">[];
}

export interface DocumentVersion {
  readonly version: string;
  readonly hash: string;
  readonly hashType: "Sha256" | "Sha1";
  /** `Active` when it can be sent. */
  readonly status: string;
}

/** One command, or those of a document. */
export type CommandQuery =
  | { readonly commandId: string }
  | {
      readonly documentName: string;
      readonly executing?: true;
      readonly invokedAfter?: number;
    };

export interface Command {
  readonly commandId: string;
  readonly documentName: string;
  /** Undefined where it isn't given. */
  readonly documentVersion: string | undefined;
  readonly comment: string;
  readonly requestedAt: number | undefined;
  readonly status: string;
  readonly statusDetails: string;
  /** May be 0 until the command is terminal. */
  readonly targetCount: number;
  readonly completedCount: number;
  readonly errorCount: number;
  readonly deliveryTimedOutCount: number;
}

/** A command invocation: one command on one instance. */
export interface Invocation {
  readonly instanceId: string;
  readonly status: string;
  readonly statusDetails: string;
  /** Of the plugin that failed, else 0; null where no plugin gave one. */
  readonly responseCode: number | null;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The plugin whose response code it is, where the document has several. */
  readonly pluginName: string | undefined;
  /** The end of what the failed plugin wrote, as far as the list holds it. */
  readonly output: string | undefined;
}

export interface SendRequest {
  readonly documentName: string;
  readonly documentVersion: string;
  readonly documentHash: string;
  readonly documentHashType: "Sha256" | "Sha1";
  readonly to: { readonly environmentId: string } | { readonly instanceIds: readonly string[] };
  readonly comment: string;
  readonly maxConcurrency: number;
  readonly maxErrors: number;
  readonly deliveryTimeoutSeconds: number;
  readonly logGroupName: string;
}
