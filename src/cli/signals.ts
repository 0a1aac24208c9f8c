const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Hears the signals with which people and pipelines end a job, in place of ending at once.
 *
 * @returns what makes them end the process again
 */
export function hearSignals(heard: (name: NodeJS.Signals) => void): () => void {
  for (const name of signals) process.on(name, heard);
  return () => {
    for (const name of signals) process.off(name, heard);
  };
}
