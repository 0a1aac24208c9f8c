/** The application that cdktf.json names, without `node`. */
export const application = ["--max-semi-space-size=8", "bin/run-typescript.cjs", "main.ts"];
