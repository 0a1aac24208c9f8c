import { routes } from "./routes";

/** Longest body, in bytes, that a load balancer answers by itself. */
const longest = 1024;

const links = [
  [routes.adder[0], "Add a number"],
  [routes.display[0], "See the sum"],
  [routes.reset[0], "Set it to zero"],
] as const;

/**
 * The page at `/`, which the load balancer answers by itself, also while no service is there.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#fixed-response-actions
 */
export const homePage = [
  '<!doctype html><html lang="en"><meta charset="utf-8">',
  '<meta name="viewport" content="width=device-width,initial-scale=1"><title>Tally</title>',
  "<style>:root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;",
  "margin:2rem auto;padding:0 1rem}button{font:inherit;padding:.4rem .8rem}</style>",
  "<main><h1>Tally</h1><p>Three services share one table of numbers.</p>",
  ...links.map(([path, text]) => `<form action="${path}"><p><button>${text}</button></p></form>`),
  "</main></html>",
].join("");

if (Buffer.byteLength(homePage) > longest)
  throw new Error(`The home page has more than ${longest} bytes: a load balancer refuses it`);
