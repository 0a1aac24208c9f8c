// The application in as many environments as the first argument says, made from those that ship:
// `node bin/run-typescript.cjs __tests__/bench/synth/generated-environments.ts COUNT`.
import { App } from "cdktf";
import { loadEnvironments } from "../../../src/systems/test-app/environments";
import { validateEnvironments } from "../../../src/systems/test-app/validate";
import { ApplicationStack } from "../../../stacks/application-stack";

const count = Number(process.argv[2]);
const shipped = Object.values(loadEnvironments());
const copies = Array.from({ length: Math.ceil(count / shipped.length) }, () => shipped).flat();

const definitions = copies.slice(0, count).map(({ id: _, ...definition }, index) => {
  const id = `${definition.stage}-${index + 1}-${definition.region}`;
  return [
    id,
    { ...definition, domain: { ...definition.domain, name: `${id}.${definition.domain.name}` } },
  ] as const;
});

const app = new App();
for (const environment of Object.values(validateEnvironments(Object.fromEntries(definitions))))
  new ApplicationStack(app, environment);
app.synth();
