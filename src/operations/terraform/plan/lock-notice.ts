import { rmSync } from "node:fs";
import path from "node:path";
import { TerraformProcess } from "../processes/terraform-process";

const lookIntervalMs = 500;

/**
 * Tells people once that Terraform waits for the lock of the state, until it is disposed of.
 *
 * @param control the folder that terraform.sh is going to write to
 * @param command what is about to be started
 */
export function lockNotice(
  control: string,
  command: "plan" | "apply",
  say: (text: string) => void,
): Disposable {
  const terraform = new TerraformProcess(control);
  // What an earlier one has said isn't news.
  rmSync(path.join(control, `${command}.log`), { force: true });
  const timer = setInterval(() => {
    if (!terraform.log(command).includes("Acquiring state lock")) return;
    say("waiting for the lock of the state, which somebody else holds");
    clearInterval(timer);
  }, lookIntervalMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
