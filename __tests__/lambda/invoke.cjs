// Calls a function's handler once, as Lambda does: `node invoke.cjs INDEX`. The event and the time that is
// left come in a message; what the handler returned or threw goes back in one. A second message says how much
// time is left by now, so that no test waits until it is so little.
const { handler } = require(process.argv[2]);
const { setTimeout } = globalThis;

process.once("message", async ({ event, remainingMs }) => {
  const end = Date.now() + remainingMs;
  setTimeout(() => process.kill(process.pid, "SIGKILL"), remainingMs).unref(); // as Lambda does
  const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => end - Date.now() };
  // The first timer that the handler sets is its deadline's.
  globalThis.setTimeout = (act, delayMs) => {
    globalThis.setTimeout = setTimeout;
    process.once("message", ({ leftMs }) => delayMs <= remainingMs - leftMs && act());
    return setTimeout(act, delayMs);
  };
  const answer = await handler(event, context).then(
    (returned) => ({ returned }),
    ({ name, message }) => ({ thrown: { name, message } }),
  );
  process.send(answer, () => process.disconnect());
});
