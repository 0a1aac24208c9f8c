/** Whether a prompt was ended by its signal or by a key, such as Ctrl-C or Ctrl-D. */
export function isPromptEnd(error: unknown): boolean {
  return error instanceof Error && ["ExitPromptError", "AbortPromptError"].includes(error.name);
}
