// Calls a function's handler once, as Lambda does: `node invoke.cjs INDEX`. The event and the time that is
// left come in a message; what the handler returned or threw goes back in one.
const { handler } = require(process.argv[2]);

process.once("message", async ({ event, remainingMs }) => {
  const end = Date.now() + remainingMs;
  setTimeout(() => process.kill(process.pid, "SIGKILL"), remainingMs).unref(); // as Lambda does
  const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => end - Date.now() };
  const answer = await handler(event, context).then(
    (returned) => ({ returned }),
    ({ name, message }) => ({ thrown: { name, message } }),
  );
  process.send(answer, () => process.disconnect());
});
