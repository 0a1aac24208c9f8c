import type { Measurement } from "./alternate";
import { difference, peakKibibytes, wallMilliseconds } from "./statistics";
import type { Scale, SynthMeasurements } from "./synth/synth-benchmark";

/** What one thing more takes, on average. */
export interface Cost {
  readonly milliseconds: number;
  /** Of peak memory. */
  readonly kibibytes: number;
}

/** How an application process grows from one number of environments to another. */
export interface Growth {
  readonly fromEnvironments: number;
  readonly toEnvironments: number;
  readonly perEnvironment: Cost;
  /** Managed resources and data sources: cdktf synthesizes both alike. */
  readonly perResource: Cost;
  readonly perManagedResource: Cost;
}

/** Growth over the measured numbers of environments, from differences of paired runs. */
export function growthOf(synth: SynthMeasurements): readonly Growth[] {
  const { shipped, few, many, fewBesideMany } = synth;
  return [
    growthBetween(shipped, few, shipped.application),
    growthBetween(few, many, fewBesideMany),
  ];
}

function growthBetween(from: Scale, to: Scale, fromRuns: Measurement): Growth {
  const extra = {
    milliseconds: difference(to.application, fromRuns, wallMilliseconds),
    kibibytes: difference(to.application, fromRuns, peakKibibytes),
  };
  const managed = to.content.managedResources - from.content.managedResources;
  const data = to.content.dataSources - from.content.dataSources;
  return {
    fromEnvironments: from.environments,
    toEnvironments: to.environments,
    perEnvironment: divided(extra, to.environments - from.environments),
    perResource: divided(extra, managed + data),
    perManagedResource: divided(extra, managed),
  };
}

function divided({ milliseconds, kibibytes }: Cost, by: number): Cost {
  return { milliseconds: milliseconds / by, kibibytes: kibibytes / by };
}
