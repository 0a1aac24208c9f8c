/** Which rollout a command belongs to, and which of its commands it is. */
export interface RunMark {
  readonly runId: string;
  /** 0 is the command by tag; 1 and 2 are the further passes. */
  readonly pass: number;
}

const word = "[A-Za-z0-9._:-]{1,64}";
const prefix = "testapp rollout ";
const form = new RegExp(`^(?:${prefix})?(${word})(?: pass ([1-9]))?$`);

/**
 * The comment of a command, of at most 100 characters: the one thing of ours that Systems Manager keeps.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
export function commentOf({ runId, pass }: RunMark): string {
  return `${prefix}${runId}${pass === 0 ? "" : ` pass ${pass}`}`;
}

/** Whether the comment is one that a rollout writes: anybody may write a word. */
export function isRolloutsComment(comment: string): boolean {
  return comment.startsWith(prefix);
}

/** What a comment says, also without the words around the run id; undefined when it can't be one. */
export function runMarkOf(comment: string): RunMark | undefined {
  const [, runId, pass] = form.exec(comment) ?? [];
  return runId === undefined ? undefined : { runId, pass: Number(pass ?? 0) };
}
