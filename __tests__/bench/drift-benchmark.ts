import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Measurement, Session } from "./alternate";
import { judgedPlan, parsedPlan } from "./commands";
import { type LargePlan, writeLargePlan } from "./large-plan";
import { planThroughLocals } from "./local-plan";
import { type Command, MeasurementError, measure, type Run } from "./measured-process";

const rounds = 7;

/** What it takes to judge a large plan, beside what it takes to parse it; times without the start. */
export interface DriftMeasurements {
  readonly plan: LargePlan;
  /** In bare Node.js. */
  readonly parse: Measurement;
  /** In a process of its own, after the parsing; its memory can't be told apart from that. */
  readonly judge: Measurement;
  readonly parseAndJudge: Measurement;
  /** Of `fewThroughLocals` changes through a local, beside as many that drifted. */
  readonly few: Measurement;
  /** Of `manyThroughLocals`. */
  readonly many: Measurement;
}

export const fewThroughLocals = 500;
export const manyThroughLocals = 2000;

/** What a measured process says of itself, in milliseconds. */
interface Figures {
  readonly parse: number;
  readonly judge: number;
  readonly verdict: string;
  readonly counts: { readonly drift: number; readonly pending: number };
}

/**
 * Measures the judge on a plan of 5,000 resources, in a fresh process each time and in turn with
 * processes that only parse the plan.
 *
 * @throws MeasurementError when a process fails, or judges otherwise than the plan has been made
 */
export async function measureDrift(session: Session): Promise<DriftMeasurements> {
  session.progress("writing a large plan");
  const file = path.join(session.scratch, "large-plan.json");
  const figuresFile = path.join(session.scratch, "figures.json");
  const plan = writeLargePlan(file);
  const [parsing, judging] = [parsedPlan(file, figuresFile), judgedPlan(file, figuresFile)];
  const throughLocals = [fewThroughLocals, manyThroughLocals].map((resources) => {
    const local = path.join(session.scratch, `through-locals-${resources}.json`);
    writeFileSync(local, JSON.stringify(planThroughLocals(resources)));
    return judgedPlan(local, figuresFile);
  });
  const run = async (command: Command) => {
    const { peakKibibytes } = await measure(command, session.scratch, session.interruption);
    const figures: Figures = JSON.parse(readFileSync(figuresFile, "utf8"));
    return { peakKibibytes, figures };
  };

  session.progress("warm-up: judge");
  expectJudged((await run(judging)).figures, plan);
  const runs = { parse: [] as Run[], judge: [] as Run[], parseAndJudge: [] as Run[] };
  const locals: [Run[], Run[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    session.progress(`round ${round} of ${rounds}: judge`);
    const parsed = await run(parsing);
    const judged = await run(judging);
    const { parse, judge } = judged.figures;
    runs.parse.push(runOf(parsed.figures.parse, parsed.peakKibibytes));
    runs.judge.push(runOf(judge, null));
    runs.parseAndJudge.push(runOf(parse + judge, judged.peakKibibytes));
    for (const [index, command] of throughLocals.entries())
      locals[index]?.push(runOf((await run(command)).figures.judge, null));
  }
  return {
    plan,
    parse: { name: "JSON.parse", runs: runs.parse },
    judge: { name: "judge", runs: runs.judge },
    parseAndJudge: { name: "JSON.parse and judge", runs: runs.parseAndJudge },
    few: { name: `judge, ${fewThroughLocals} through a local`, runs: locals[0] },
    many: { name: `judge, ${manyThroughLocals} through a local`, runs: locals[1] },
  };
}

/** A part of a process: how much of a processor it took isn't known. */
function runOf(wallMilliseconds: number, peakKibibytes: number | null): Run {
  return { wallMilliseconds, peakKibibytes, processorMilliseconds: null };
}

/** A judge that overlooks what there is to find is no measure. */
function expectJudged({ verdict, counts }: Figures, { changed }: LargePlan): void {
  const findings = counts.drift + counts.pending;
  if (verdict !== "DRIFTED_AND_PENDING" || findings < changed)
    throw new MeasurementError(
      `The judge says ${verdict}, with ${findings} findings, of a plan made to be DRIFTED_AND_PENDING with ${changed} changes`,
    );
}
