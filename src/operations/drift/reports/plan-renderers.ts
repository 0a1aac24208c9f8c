import { environmentHtml } from "./html";
import { markdownReport } from "./markdown";
import { terminalReport } from "./terminal";

/** How a plan is shown as a part of another report. */
export const planRenderers = {
  text: terminalReport,
  markdown: markdownReport,
  html: environmentHtml,
};
