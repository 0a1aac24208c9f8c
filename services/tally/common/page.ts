import { type Html, html, page } from "../../support/page";

/** Where the load balancer sends what. */
export const paths = {
  adder: "/adder_service",
  display: "/display_service",
  reset: "/reset_service",
} as const;

/** A page of the tally: the sum, and what can be done here. */
export function tallyPage(title: string, sum: string, action: Html): string {
  return page(
    title,
    html`<p>The sum of all numbers is</p>
<output>${sum}</output>
${action}
<p><a href="/">All services</a></p>`,
  );
}
