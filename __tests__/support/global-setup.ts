import { actionlintIsThere, installActionlint } from "./actionlint";
import { elasticMqIsCurrent, installElasticMq } from "./elasticmq/install-elasticmq";
import { groovyIsCurrent, installGroovy } from "./groovy";
import { installAlone } from "./installation-lock";
import { installPythonTools, pythonToolsAreCurrent } from "./python-tools";
import { findInPath } from "./tools";

/** What is installed, with which program, and whether that is still to be done. */
const installations = [
  ["python3", () => !pythonToolsAreCurrent(), installPythonTools],
  ["mvn", () => !groovyIsCurrent(), installGroovy],
  ["mvn", () => !elasticMqIsCurrent(), installElasticMq],
  ["go", () => !actionlintIsThere(), installActionlint],
] as const;

/**
 * Makes the virtual environment `.venv/` from `requirements.txt` when it is missing or out of date, downloads Groovy and
 * ElasticMQ, and builds actionlint. Without Python, Maven or Go, or without the packages, the tests go on: those that
 * need a tool say so themselves.
 */
export default async function setup(): Promise<void> {
  // What tests start isn't what npm was asked for, and npm's settings are no options of it.
  delete process.env.npm_lifecycle_event;
  const wanted = () =>
    installations.flatMap(([program, isLacking, install]) => {
      const found = findInPath(program);
      return found !== undefined && isLacking() ? () => install(found) : [];
    });
  if (wanted().length === 0) return;
  await installAlone(() => {
    for (const install of wanted()) install();
  });
}
