import type { TestContext } from "vitest";
import { certificate } from "../certificate";
import { unharmed } from "../instance";
import type { Answer } from "../stand-ins";
import { BootingInstance, type BootOptions, type BootResult } from "./booting-instance";

/** The update worked: this content is installed and ran once. */
export const updated = (content: string): BootResult => ({
  ...unharmed,
  exitCode: 0,
  updater: { content, mode: "755" },
  runs: ["0022"],
  metrics: [0],
});

/** Nothing could be installed or run: the instance goes on with the application of its image. */
export const failed: BootResult = {
  ...unharmed,
  exitCode: 1,
  updater: undefined,
  runs: [],
  metrics: [1],
};

/** The updater with this content ran, but it or its renewal failed. */
export const failedWith = (content: string): BootResult => ({
  ...updated(content),
  exitCode: 1,
  metrics: [1],
});

/** An instance whose download server offers the updater's release 1, unless told otherwise. */
export async function given(
  context: TestContext,
  options: Omit<Partial<BootOptions>, "certificate"> = {},
): Promise<BootingInstance> {
  const release1: Answer = (_request, response) => response.end(instance.updater("1"));
  const instance = new BootingInstance({
    certificate: certificate(),
    download: release1,
    ...options,
  });
  return instance.start(context);
}
