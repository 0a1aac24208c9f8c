import { html } from "../../support/page";
import { sendPage, wantsPage } from "../../support/server";
import { paths, tallyPage } from "../common/page";
import type { Routes } from "../common/service";

const form = html`<form method="post" action="${paths.reset}">
<p><button>Set it to zero</button></p>
</form>`;

/** Shows the sum, and sets it to zero. */
export const routes: Routes = (server, numbers) => {
  server.get(paths.reset, async (request, reply) => {
    const sum = await numbers.sum();
    return wantsPage(request) ? sendPage(reply, tallyPage("Reset", sum, form)) : { sum };
  });

  server.post(paths.reset, async (request, reply) => {
    await numbers.reset();
    if (wantsPage(request)) return reply.redirect(paths.reset, 303);
    return { sum: await numbers.sum() };
  });
};
