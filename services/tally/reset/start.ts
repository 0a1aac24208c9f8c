import { startService } from "../shared/service";
import build from "./package.json";
import { routes } from "./routes";

startService(build, routes);
