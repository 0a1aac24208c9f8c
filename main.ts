import { App } from "cdktf";
import { loadEnvironments } from "./src/config/environments";
import { ApplicationStack } from "./stacks/application-stack";

const environments = loadEnvironments();
const app = new App();

new ApplicationStack(app, environments["uat-us-east-1"]);
new ApplicationStack(app, environments["production-us-east-1"]);
new ApplicationStack(app, environments["production-us-west-2"]);
new ApplicationStack(app, environments["production-eu-west-1"]);

app.synth();
