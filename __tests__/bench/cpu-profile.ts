/**
 * The part of V8's CPU profiles that is read here.
 *
 * https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile
 */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  /** Ids of nodes, one for each sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** Time in the functions of one file, without the functions that they call. */
export interface SelfTime {
  /** A package's file, a file of Node.js, or a part of V8 in parentheses. */
  readonly file: string;
  readonly milliseconds: number;
  /** Of the whole profile, from 0 to 1. */
  readonly share: number;
  /** Names of the functions that take most of it, most first. */
  readonly busiest: readonly string[];
}

/** Self times by file, most first. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byFile = new Map<string, Map<string, number>>();
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    if (!frame) return;
    const file = fileOf(frame);
    const functions = byFile.get(file) ?? new Map<string, number>();
    byFile.set(file, functions);
    const name = frame.functionName || "(anonymous)";
    functions.set(name, (functions.get(name) ?? 0) + (timeDeltas[index] ?? 0) / 1000);
  });

  const total = timeDeltas.reduce((sum, microseconds) => sum + microseconds, 0) / 1000;
  return [...byFile]
    .map(([file, functions]) => {
      const milliseconds = [...functions.values()].reduce((sum, own) => sum + own, 0);
      const busiest = [...functions].sort(([, a], [, b]) => b - a).map(([name]) => name);
      return { file, milliseconds, share: milliseconds / total, busiest: busiest.slice(0, 3) };
    })
    .sort((a, b) => b.milliseconds - a.milliseconds);
}

function fileOf({ functionName, url }: { functionName: string; url: string }): string {
  if (url === "") return functionName.startsWith("(") ? functionName : "(built in)";
  return url.replace(/^.*\/node_modules\//, "").replace(/^file:\/\/.*\/|^\/.*\//, "this project: ");
}
