import { startService } from "../common/service";
import build from "./package.json";
import { routes } from "./routes";

startService(build, routes);
