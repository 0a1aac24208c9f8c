import { visible } from "../visible";

/** HTML that came out of `html`: what somebody else wrote is escaped in it. */
export class Html {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: everything but HTML is escaped. */
export type Piece = string | number | Html | readonly Piece[];

/** Puts pieces into HTML: the only way to make any, and so the one place where texts are escaped. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(String.raw({ raw: strings }, ...pieces.map(rendered)));
}

function rendered(piece: Piece): string {
  if (piece instanceof Html) return piece.toString();
  return typeof piece === "object" ? piece.map(rendered).join("") : escaped(`${piece}`);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For an element's text and an attribute in quotes; what a reader couldn't see is written out. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
