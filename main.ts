import { App } from "cdktf";
import { loadFoundations } from "./src/systems/foundation/foundations";
import { loadEnvironments } from "./src/systems/test-app/environments";
import { ApplicationStack } from "./stacks/application-stack";
import { FoundationStack } from "./stacks/foundation-stack";

const environments = loadEnvironments();
const foundations = loadFoundations();
const app = new App();

new FoundationStack(app, foundations["us-east-1"], environments);
new FoundationStack(app, foundations["us-west-2"], environments);
new FoundationStack(app, foundations["eu-west-1"], environments);

new ApplicationStack(app, environments["uat-us-east-1"]);
new ApplicationStack(app, environments["production-us-east-1"]);
new ApplicationStack(app, environments["production-us-west-2"]);
new ApplicationStack(app, environments["production-eu-west-1"]);

app.synth();
