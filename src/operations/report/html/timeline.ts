import type { Timeline, TimelineRow } from "../shown";
import { html, type Piece } from "./html";
import { colours } from "./parts";

/** The time that all rows share, in ms since 1970. */
interface Scale {
  readonly from: number;
  readonly to: number;
}

/**
 * The timeline: a row for each, which says its name and shows when it ran. A row is a picture of its own, as wide as the
 * page, whose lengths are percentages: its letters stay as large as they are on any width, and a printed page breaks
 * between two. Attributes colour it, which no policy refuses.
 */
export function timelineHtml(timeline: Timeline): Piece {
  const scale = scaleOf(timeline);
  return html`<section>
<h2>${timeline.title}</h2>
<p>${clockTime(scale.from)} to ${clockTime(scale.to)} UTC, ${duration(scale.to - scale.from)}. Hatched: nobody saw it end. <svg width="0" height="0" aria-hidden="true"><defs>${hatchings}</defs></svg></p>
${timeline.rows.map((row) => rowHtml(row, scale))}
</section>
`;
}

/** Times of others may lie outside of what was watched, as after a resumption. */
function scaleOf({ startedAt, endedAt, rows }: Timeline): Scale {
  const times = [startedAt, endedAt, ...rows.flatMap((row) => [row.startedAt, row.endedAt])]
    .flatMap((time) => time ?? [])
    .map((time) => Date.parse(time));
  return {
    from: times.reduce((one, other) => Math.min(one, other)),
    to: times.reduce((one, other) => Math.max(one, other)),
  };
}

function rowHtml(
  { kind, label, name, startedAt, endedAt, otherwise }: TimelineRow,
  scale: Scale,
): Piece {
  const from = startedAt === null ? undefined : Date.parse(startedAt);
  const to = endedAt === null ? undefined : Date.parse(endedAt);
  const times =
    from === undefined
      ? otherwise
      : `${clockTime(from)} to ${to === undefined ? "?" : clockTime(to)}`;
  const text = `${name}: ${label}, ${times}`;
  return html`<svg class="row" width="100%" height="42" role="img" aria-label="${text}" font-family="sans-serif" font-size="13">
<title>${text}</title>
<text x="0" y="14" fill="#1f2328">${name}</text>
<text x="100%" y="14" text-anchor="end" fill="${colours[kind]}">${label}</text>
${from === undefined ? withoutTimes(kind, otherwise) : bar(kind, from, to, scale)}
</svg>
`;
}

/** Without a bar; what isn't known has a broken edge in place of a ground. */
function withoutTimes(kind: TimelineRow["kind"], otherwise: string): Piece {
  const doubtful = html`<rect x="0.5" y="21.5" width="99.7%" height="13" fill="none" stroke="${colours[kind]}" stroke-dasharray="4 4"/>`;
  return html`${kind === "unknown" ? doubtful : ground}<text x="4" y="32" font-size="11" fill="#57606a">${otherwise}</text>`;
}

const ground = html`<rect x="0" y="21" width="100%" height="14" fill="#eff1f3"/>`;

/** At least so wide that it is seen; without an end it goes on to the edge. Hatched where its end is in doubt. */
function bar(kind: TimelineRow["kind"], from: number, to: number | undefined, scale: Scale): Piece {
  const share = (time: number) => (100 * (time - scale.from)) / Math.max(1, scale.to - scale.from);
  const start = Math.min(share(from), 99);
  const end = to === undefined ? 100 : share(to);
  const width = Math.max(end - start, 1);
  const fill = to === undefined || kind === "unknown" ? `url(#hatched-${kind})` : colours[kind];
  return html`${ground}<rect x="${start.toFixed(2)}%" y="21" width="${width.toFixed(2)}%" height="14" fill="${fill}"/>`;
}

const hatchings = Object.entries(colours).map(
  ([kind, colour]) =>
    html`<pattern id="hatched-${kind}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="8" fill="${colour}"/></pattern>`,
);

/** Such as `08:00:10`. */
function clockTime(time: number): string {
  return new Date(time).toISOString().slice(11, 19);
}

/** Such as `1 min 5 s`. */
function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
