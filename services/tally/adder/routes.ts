import { html } from "../../support/page";
import { sendPage, wantsPage } from "../../support/server";
import { paths, tallyPage } from "../common/page";
import type { Routes } from "../common/service";
import { checkedValue } from "../common/value";

const form = html`<form method="post" action="${paths.adder}">
<p><label>A number to add <input name="value" inputmode="decimal" maxlength="32" required autofocus></label></p>
<p><button>Add</button></p>
</form>`;

/** Shows the sum, and adds a number to it. */
export const routes: Routes = (server, numbers) => {
  server.get(paths.adder, async (request, reply) => {
    const sum = await numbers.sum();
    return wantsPage(request) ? sendPage(reply, tallyPage("Adder", sum, form)) : { sum };
  });

  server.post(paths.adder, async (request, reply) => {
    const value = checkedValue(request.body);
    await numbers.add(value);
    // A page of its own, which may be loaded again without adding again.
    if (wantsPage(request)) return reply.redirect(paths.adder, 303);
    return reply.code(201).send({ value, sum: await numbers.sum() });
  });
};
