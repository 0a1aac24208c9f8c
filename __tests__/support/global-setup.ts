import { groovyIsCurrent, installGroovy } from "./groovy";
import { installAlone } from "./installation-lock";
import { installPythonTools, pythonToolsAreCurrent } from "./python-tools";
import { findInPath } from "./tools";

/**
 * Makes the virtual environment `.venv/` from `requirements.txt` when it is missing or out of date, and downloads
 * Groovy. Without Python or Maven, or without the packages, the tests go on: those that need a tool say so themselves.
 */
export default async function setup(): Promise<void> {
  // What tests start isn't what npm was asked for, and npm's settings are no options of it.
  delete process.env.npm_lifecycle_event;
  const python = findInPath("python3");
  const maven = findInPath("mvn");
  const lacksPackages = () => python !== undefined && !pythonToolsAreCurrent();
  const lacksGroovy = () => maven !== undefined && !groovyIsCurrent();
  if (!lacksPackages() && !lacksGroovy()) {
    return;
  }
  await installAlone(() => {
    if (python !== undefined && lacksPackages()) {
      installPythonTools(python);
    }
    if (maven !== undefined && lacksGroovy()) {
      installGroovy(maven);
    }
  });
}
