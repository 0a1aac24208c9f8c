import { actionlintIsThere, installActionlint } from "./actionlint";
import { groovyIsCurrent, installGroovy } from "./groovy";
import { installAlone } from "./installation-lock";
import { installPythonTools, pythonToolsAreCurrent } from "./python-tools";
import { findInPath } from "./tools";

/**
 * Makes the virtual environment `.venv/` from `requirements.txt` when it is missing or out of date, downloads Groovy and
 * builds actionlint. Without Python, Maven or Go, or without the packages, the tests go on: those that need a tool say so
 * themselves.
 */
export default async function setup(): Promise<void> {
  // What tests start isn't what npm was asked for, and npm's settings are no options of it.
  delete process.env.npm_lifecycle_event;
  const python = findInPath("python3");
  const maven = findInPath("mvn");
  const go = findInPath("go");
  const lacksPackages = () => python !== undefined && !pythonToolsAreCurrent();
  const lacksGroovy = () => maven !== undefined && !groovyIsCurrent();
  const lacksActionlint = () => go !== undefined && !actionlintIsThere();
  if (!lacksPackages() && !lacksGroovy() && !lacksActionlint()) {
    return;
  }
  await installAlone(() => {
    if (python !== undefined && lacksPackages()) {
      installPythonTools(python);
    }
    if (maven !== undefined && lacksGroovy()) {
      installGroovy(maven);
    }
    if (go !== undefined && lacksActionlint()) {
      installActionlint(go);
    }
  });
}
