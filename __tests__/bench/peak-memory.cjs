// Preloaded (node --require) into a measured process: at its exit, writes the peak of its resident
// memory, in KiB, to the file named by BENCH_PEAK_MEMORY_FILE.
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

const processStatus = "/proc/self/status";

// Worker threads are preloaded too, and the peak is the whole process's.
if (isMainThread) {
  process.on("exit", () => {
    writeFileSync(process.env.BENCH_PEAK_MEMORY_FILE, String(peakKibibytes()));
  });
}

// On Linux, maxRSS survives exec: a small process started by a large one reports the large one's peak
// (getrusage(2)). VmHWM is the process's own (proc_pid_status(5)).
function peakKibibytes() {
  if (!existsSync(processStatus)) return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(processStatus, "utf8"))[1]);
}
