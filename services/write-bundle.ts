import { bundle } from "./bundle";

const [system, service, to, ...others] = process.argv.slice(2);

async function run(): Promise<void> {
  if (system === undefined || service === undefined || to === undefined || others.length > 0) {
    console.error("usage: npm run bundle-service -- SYSTEM SERVICE FOLDER");
    process.exitCode = 64; // EX_USAGE of sysexits.h
    return;
  }
  await bundle(system, service, to);
}

run().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
