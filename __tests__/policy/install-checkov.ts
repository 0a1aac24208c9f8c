import { installAlone } from "../support/installation-lock";
import { checkovTools, installPythonTools, pythonToolsAreCurrent } from "../support/python-tools";
import { findInPath } from "../support/tools";

/** Makes checkov's virtual environment when it is missing or out of date: two minutes, once. */
export default async function setup(): Promise<void> {
  const python = findInPath("python3");
  if (python === undefined || pythonToolsAreCurrent(checkovTools)) return;
  await installAlone(() => {
    if (!pythonToolsAreCurrent(checkovTools)) installPythonTools(python, checkovTools);
  });
}
