import type { DoctorProgress } from "../../operations/doctor/examine";
import type { LogFormat } from "../input/log-format";
import { liveTable } from "./live-table";
import { type ProgressView, progressView } from "./progress-view";

/** A line that counts on a terminal; nothing in a log, which has every check in its report. */
export function doctorProgress(format: LogFormat): ProgressView<DoctorProgress> {
  return format === "json"
    ? silent
    : progressView(format, { onTerminal: counter, inLog: () => silent });
}

const silent: ProgressView<DoctorProgress> = { show: () => {}, end: () => {} };

function counter(): ProgressView<DoctorProgress> {
  let text = "checking …";
  const table = liveTable(() => [text]);
  return {
    show: ({ done, total }) => {
      text = `checking … ${done} of ${total}`;
    },
    end: () => table.end(),
  };
}
