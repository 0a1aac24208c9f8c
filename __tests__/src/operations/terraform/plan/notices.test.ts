import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { waitingNotices } from "../../../../../src/operations/terraform/plan/notices";

describe("while Terraform waits", () => {
  let control: string;
  let told: string[];
  let waiting: Disposable;
  beforeEach(() => {
    vi.useFakeTimers();
    control = mkdtempSync(path.join(tmpdir(), "test-app-notices-"));
    told = [];
    waiting = waitingNotices(control, "plan", (text) => told.push(text));
  });
  afterEach(() => {
    waiting[Symbol.dispose]();
    vi.useRealTimers();
    rmSync(control, { recursive: true });
  });

  /** Terraform says something, and then nothing for so many seconds. */
  function says(type: string, secondsOfSilence: number, addr?: string, message = ""): void {
    const hook = addr === undefined ? {} : { hook: { resource: { addr } } };
    const record = { "@message": message, type, ...hook };
    appendFileSync(path.join(control, "plan.log"), `${JSON.stringify(record)}\n`);
    vi.advanceTimersByTime(secondsOfSilence * 1000);
  }

  it("without a word, people hear of it after 30 s, and less and less often", () => {
    says("version", 1);
    says("refresh_start", 1, "aws_vpc.a");
    says("refresh_start", 1, "aws_lb.b");
    says("refresh_complete", 29, "aws_vpc.a");
    expect(told).toEqual([]);
    vi.advanceTimersByTime(250_000);
    expect(told.map((text) => text.split(":")[0])).toEqual(
      [30, 60, 120, 240].map(
        (s) => `Terraform has said nothing for ${s} s while it works on aws_lb.b`,
      ),
    );
    expect(told[0]).toContain("AWS_MAX_ATTEMPTS");
    says("refresh_complete", 29, "aws_lb.b");
    expect(told).toHaveLength(4);
    vi.advanceTimersByTime(2_000);
    expect(told.at(-1)).toContain("Terraform has said nothing for 30 s: AWS may");
  });

  it("for the lock of the state, people hear that once, and of a silence that may be AWS's", () => {
    const words = "Acquiring state lock. This may take a few moments";
    says("state_lock_acquire", 29, undefined, words);
    expect(told).toEqual(["waiting for the lock of the state"]);
    vi.advanceTimersByTime(60_000);
    expect(told.slice(1)).toEqual(
      [30, 60].map((s) =>
        expect.stringMatching(
          `^Terraform has said nothing for ${s} s: it may still wait for the lock, or AWS may`,
        ),
      ),
    );
    says("refresh_start", 31, "aws_vpc.a");
    expect(told.at(-1)).toContain("while it works on aws_vpc.a: AWS may");
  });

  it("nobody hears anything before it has begun, or once it isn't waited for", () => {
    vi.advanceTimersByTime(600_000);
    waiting[Symbol.dispose]();
    says("version", 600);
    expect(told).toEqual([]);
  });
});
