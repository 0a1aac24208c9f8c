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
  /** What a resource more takes in the floor. */
  readonly floorPerResource: Cost;
  /** How many times the floor's milliseconds a resource takes. */
  readonly ofFloor: number;
}

/**
 * Growth over the measured numbers of environments, from differences of paired runs. The floor's growth is
 * small beside its noise, so the two medians are compared, and not pair by pair.
 */
export function growthOf(synth: SynthMeasurements): readonly Growth[] {
  const { shipped, few, long } = synth;
  return [
    growthBetween(shipped, few),
    ...(long ? [growthBetween(long.fewBesideMany, long.many)] : []),
  ];
}

function growthBetween(from: Scale, to: Scale): Growth {
  const extra = extraOf(from.application, to.application);
  const floorExtra = extraOf(from.floor, to.floor);
  const managed = to.content.managedResources - from.content.managedResources;
  const data = to.content.dataSources - from.content.dataSources;
  const perResource = divided(extra, managed + data);
  const floorPerResource = divided(floorExtra, managed + data);
  return {
    fromEnvironments: from.environments,
    toEnvironments: to.environments,
    perEnvironment: divided(extra, to.environments - from.environments),
    perResource,
    perManagedResource: divided(extra, managed),
    floorPerResource,
    ofFloor: perResource.milliseconds / floorPerResource.milliseconds,
  };
}

function extraOf(from: Measurement, to: Measurement): Cost {
  return {
    milliseconds: difference(to, from, wallMilliseconds),
    kibibytes: difference(to, from, peakKibibytes),
  };
}

function divided({ milliseconds, kibibytes }: Cost, by: number): Cost {
  return { milliseconds: milliseconds / by, kibibytes: kibibytes / by };
}
