import { html } from "./html";
import { colours } from "./parts";

/** Only makes it nicer: where inline styles are refused, as in Jenkins, the page reads well without. */
export const style = html`<style>
body { margin: 0 auto; padding: 1rem; max-width: 62rem; color: #1f2328; background: #fff; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header { padding: 0.75rem 1rem; border-left: 0.5rem solid; background: #f6f8fa; }
header.good { border-color: ${colours.good}; }
header.bad { border-color: ${colours.bad}; }
header.unknown { border-color: ${colours.unknown}; }
header p { margin: 0.25rem 0; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 0.5rem; padding-bottom: 0.25rem; border-bottom: 1px solid #d0d7de; font-size: 1.3rem; }
h3 { margin: 1.25rem 0 0.25rem; font-size: 1.1rem; }
h4, h5 { margin: 1rem 0 0.25rem; font-size: 1rem; }
ul { margin: 0.5rem 0; padding-left: 1.25rem; }
ul.plain { padding: 0; list-style: none; }
li { margin: 0.25rem 0; }
a { color: #0550ae; }
code, samp { font: 0.875em/1.5 ui-monospace, monospace; }
code { padding: 0.1em 0.25em; border-radius: 3px; background: #eff1f3; }
samp { display: block; margin: 0.25rem 0 0.75rem; padding: 0.5rem 0.75rem; border-left: 3px solid #d0d7de; background: #f6f8fa; }
dl { margin: 0.25rem 0 0.75rem; }
dt { margin-top: 0.5rem; }
dd { margin: 0.1rem 0 0.1rem 1rem; }
dd.before code { background: #ffe9e7; }
dd.after code { background: #ddf4e4; }
small { color: #57606a; font-size: 0.875rem; }
figure { margin: 1rem 0; }
svg.row { display: block; }
.mark { vertical-align: -0.1em; }
summary { cursor: pointer; }
@page { margin: 15mm; }
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, h4, h5 { break-after: avoid; }
  dt, dd, svg { break-inside: avoid; }
}
</style>`;
