/**
 * RDS's windows, always in UTC: `hh:mm-hh:mm` each day for backups, `ddd:hh:mm-ddd:hh:mm` once a
 * week for maintenance. AWS refuses windows under 30 minutes and windows that overlap:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html
 */
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const minutesPerDay = 24 * 60;
const minutesPerWeek = 7 * minutesPerDay;

const time = "([01]\\d|2[0-3]):([0-5]\\d)";
const day = `(${days.join("|")})`;

export const backupWindowPattern = new RegExp(`^${time}-${time}$`);
export const maintenanceWindowPattern = new RegExp(`^${day}:${time}-${day}:${time}$`);

/** Minutes since Monday 00:00 UTC at which a window starts, and how long it lasts. */
interface Window {
  readonly start: number;
  readonly length: number;
}

/** Length of a window in minutes; it may pass midnight, or Sunday's end. */
export function windowMinutes(window: string): number {
  return parse(window).length;
}

/** Whether the daily backup window and the weekly maintenance window share a minute. */
export function windowsOverlap(backupWindow: string, maintenanceWindow: string): boolean {
  const maintenance = parse(maintenanceWindow);
  const backup = parse(backupWindow);
  return days.some((_, index) =>
    overlap({ ...backup, start: backup.start + index * minutesPerDay }, maintenance),
  );
}

function overlap(one: Window, other: Window): boolean {
  const after = (from: number, to: number) => (to - from + minutesPerWeek) % minutesPerWeek;
  return after(one.start, other.start) < one.length || after(other.start, one.start) < other.length;
}

function parse(window: string): Window {
  const [from = "", to = ""] = window.split("-");
  const cycle = backupWindowPattern.test(window) ? minutesPerDay : minutesPerWeek;
  const start = minuteOf(from);
  return { start, length: (minuteOf(to) - start + cycle) % cycle };
}

function minuteOf(moment: string): number {
  const parts = moment.split(":");
  const [hours = 0, minutes = 0] = parts.slice(-2).map(Number);
  const dayIndex = parts.length === 3 ? days.indexOf(parts[0] ?? "") : 0;
  return dayIndex * minutesPerDay + hours * 60 + minutes;
}
