import type { Range } from "./billed";
import type { CostReport } from "./report";

/** The report for people: a table an environment, in whole dollars. */
export function costText({ environments, total, ...report }: CostReport): string {
  const tables = environments.map((each) =>
    [
      line(each.environment, each),
      ...each.components.map((one) => line(`  ${one.component}`, one)),
    ].join("\n"),
  );
  const all = environments.length > 1 ? [line("all of them", total)] : [];
  const assumptions = Object.entries(report.assumed).map(
    ([what, { least, most }]) => `${words(what)} ${least} to ${most}`,
  );
  return `${[
    "US dollars a month before tax, on demand: idle, and busy with the most instances",
    ...tables,
    ...all,
    [
      `Prices of ${report.pricesOf}: ${report.sources.join(", ")}`,
      `To be confirmed: ${report.toConfirm}`,
      `Assumed for each environment, as nobody has measured it: ${assumptions.join(", ")}`,
    ].join("\n"),
  ].join("\n\n")}\n`;
}

function line(name: string, { least, most }: Range): string {
  const figures = [least, most].map((each) => Math.round(each).toLocaleString("en-US").padStart(7));
  return `${name.padEnd(32)}${figures.join(" to ")}`;
}

/** `gigabytesOut` as "gigabytes out". */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
