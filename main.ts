import { App } from "cdktf";
import { loadFoundations } from "./src/systems/foundation/foundations";
import { loadEnvironments as loadMessages } from "./src/systems/messages/environments";
import { needsOf as needsOfMessages } from "./src/systems/messages/needs";
import { loadEnvironments as loadTally } from "./src/systems/tally/environments";
import { needsOf as needsOfTally } from "./src/systems/tally/needs";
import { loadEnvironments } from "./src/systems/test-app/environments";
import { needsOf } from "./src/systems/test-app/needs";
import { ApplicationStack } from "./stacks/application-stack";
import { FoundationStack } from "./stacks/foundation-stack";
import { MessagesStack } from "./stacks/messages-stack";
import { TallyStack } from "./stacks/tally-stack";

const environments = loadEnvironments();
const tally = loadTally();
const messages = loadMessages();
const foundations = loadFoundations();
const needs = [
  ...Object.values(environments).map(needsOf),
  ...Object.values(tally).map(needsOfTally),
  ...Object.values(messages).map(needsOfMessages),
];
const app = new App();

new FoundationStack(app, foundations["us-east-1"], needs);
new FoundationStack(app, foundations["us-west-2"], needs);
new FoundationStack(app, foundations["eu-west-1"], needs);

new ApplicationStack(app, environments["uat-us-east-1"]);
new ApplicationStack(app, environments["production-us-east-1"]);
new ApplicationStack(app, environments["production-us-west-2"]);
new ApplicationStack(app, environments["production-eu-west-1"]);

new TallyStack(app, tally["tally-production"]);

new MessagesStack(app, messages["messages-production"]);

app.synth();
