const below = (path: string) => [path, `${path}/*`] as const;

/** Which service answers which paths; all others get the home page. */
export const routes = {
  adder: below("/adder_service"),
  display: below("/display_service"),
  reset: below("/reset_service"),
} as const;
