import { html } from "../../support/page";
import { sendPage, wantsPage } from "../../support/server";
import { paths, tallyPage } from "../common/page";
import type { Routes } from "../common/service";

const form = html`<form action="${paths.display}"><p><button>Look again</button></p></form>`;

/** Shows the sum. */
export const routes: Routes = (server, numbers) => {
  server.get(paths.display, async (request, reply) => {
    const sum = await numbers.sum();
    return wantsPage(request) ? sendPage(reply, tallyPage("Display", sum, form)) : { sum };
  });
};
