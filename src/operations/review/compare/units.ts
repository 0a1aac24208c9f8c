import type { Json } from "./json";

/** What a number means, by the end of its attribute's name. The first that fits counts. */
const units: readonly (readonly [name: RegExp, shown: (value: number) => string])[] = [
  [
    /(_in_days|_days|^days|days_after_initiation|backup_retention_period|insights_retention_period)$/,
    (value) => `${value} ${value === 1 ? "day" : "days"}`,
  ],
  [
    /(_seconds|^period|_period|_warmup|_interval|_timeout|^interval|^timeout|^delay_seconds|_delay|aggregation_interval)$/,
    duration,
  ],
  [/(allocated_storage|volume_size)$/, (value) => `${value} GiB`],
  [/(^memory_size|^ephemeral_storage)$/, (value) => `${value} MB`],
  [/(percent|percentage|percentage_above_base_capacity)$/, (value) => `${value} %`],
];

/** Such as `900 s (15 min)`. */
function duration(seconds: number): string {
  const parts = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
  ] as const;
  const found = parts.find(([length]) => seconds >= 2 * length && seconds % length === 0);
  return found === undefined ? `${seconds} s` : `${seconds} s (${seconds / found[0]} ${found[1]})`;
}

/** A value as a reader wants it: a number with its unit, where its attribute's name says it. */
export function withUnit(path: string, value: Json): string {
  const name =
    path
      .replace(/\[[^\]]*\]$/, "")
      .split(".")
      .at(-1) ?? "";
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === "number") {
    const [, shown] = units.find(([pattern]) => pattern.test(name)) ?? [];
    if (shown !== undefined) return shown(number);
    if (/threshold$/.test(name) && number >= 2 ** 20 && number % 2 ** 20 === 0)
      return `${number} (${number / 2 ** 30} GiB)`;
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
