/** What the load balancer answers by itself to all but the producer's path. */
export const homePage = [
  '<!doctype html><html lang="en"><meta charset="utf-8">',
  '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Messages</title>',
  "<style>:root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;",
  "margin:2rem auto;padding:0 1rem}</style>",
  "<main><h1>Messages</h1><p>Programs send the data of e-mails to <code>POST /process</code>.</p></main></html>",
].join("");

/** Which service answers which paths; all others get the page. */
export const routes = { producer: ["/process"] } as const;
