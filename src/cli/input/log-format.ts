/** How progress and result are written: for people, or as one JSON object a line. */
export const logFormats = ["text", "json"] as const;
export type LogFormat = (typeof logFormats)[number];
