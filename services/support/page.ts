import { createHash } from "node:crypto";

/** HTML that is safe to put into a page. */
export class Html {
  constructor(readonly text: string) {}
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A template whose values are escaped, but for those that are HTML already. */
export function html(texts: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  const shown = values.map((value) =>
    value instanceof Html ? value.text : value.replace(/[&<>"']/g, (each) => entities[each] ?? ""),
  );
  return new Html(texts.map((text, index) => text + (shown[index] ?? "")).join(""));
}

const style = [
  ":root{color-scheme:light dark}",
  "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem}",
  "output{font-size:3rem;display:block;overflow-wrap:anywhere}",
  "input,button{font:inherit;padding:.4rem .8rem;max-width:100%;box-sizing:border-box}",
  "[role=alert]{border-left:.3rem solid #c00;padding-left:.8rem}",
].join("");

/** A whole page, which loads and runs nothing. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`.text;
}

const styleHash = createHash("sha256").update(style).digest("base64");

/**
 * Of every answer.
 *
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
export const headers = {
  "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
  Vary: "Accept",
} as const;
