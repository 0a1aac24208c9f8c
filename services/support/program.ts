import { type Origin, told, writeLine } from "./log";

/**
 * Starts a program. Where that fails, its last line says why, and it ends with 1.
 *
 * @param build the program's own package.json
 */
export async function startProgram(
  build: { readonly name: string; readonly version: string },
  start: (origin: Origin) => Promise<void>,
): Promise<void> {
  const origin = { service: build.name, version: build.version };
  try {
    await start(origin);
  } catch (error) {
    writeLine("error", origin, { msg: "not started", reason: told(error) });
    process.exitCode = 1;
  }
}
