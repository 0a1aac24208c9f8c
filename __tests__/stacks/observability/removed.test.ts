import { describe, expect, it } from "vitest";
import { environmentIds } from "../../../src/systems/test-app/environments";
import {
  type Configuration,
  type SynthesizedStack,
  synthesizeInventory,
} from "../../support/synthesized";
import { alarmsOf, bodyOf, isNeeded, misnamedIn, undrawnIn, unknownIn } from "./checks";

const inventory = await synthesizeInventory();

/** A name for what is removed, and its removal. */
type Removal = readonly [what: string, remove: (stack: SynthesizedStack) => void];

/** Each needed alarm, and of each alarm its metric, and each of its dimensions. */
function ofAlarms(id: string, stack: SynthesizedStack): Removal[] {
  return alarmsOf(stack).flatMap(({ alarm_name: name }) => {
    const find = (from: SynthesizedStack) =>
      alarmsOf(from).find((each) => each.alarm_name === name) as Configuration;
    const metricOf = (from: SynthesizedStack) => metricIn(find(from));
    const dimensions = Object.keys(metricOf(stack).dimensions);
    const alarm: Removal = [
      name,
      (from) => {
        const all: Configuration = from.json.resource.aws_cloudwatch_metric_alarm;
        for (const [key, each] of Object.entries(all))
          if (each.alarm_name === name) delete all[key];
      },
    ];
    return [
      ...(isNeeded(id, name) ? [alarm] : []),
      [
        `the metric of ${name}`,
        (from) => {
          delete metricOf(from).metric_name;
        },
      ],
      ...dimensions.map(
        (dimension): Removal => [
          `${dimension} of ${name}`,
          (from) => {
            delete metricOf(from).dimensions[dimension];
          },
        ],
      ),
    ];
  });
}

const metricIn = (alarm: Configuration): Configuration =>
  alarm.metric_query?.find(({ metric }: Configuration) => metric).metric ?? alarm;

/** Each dimension in each row of each graph. */
function ofGraphs(stack: SynthesizedStack): Removal[] {
  return bodyOf(stack).widgets.flatMap(({ properties }: Configuration, widget: number) =>
    (properties.metrics ?? []).flatMap((row: unknown[], index: number) =>
      row.flatMap((each, at): Removal[] =>
        // Behind namespace and name stand pairs, and the options at the end.
        at < 2 || at % 2 === 1 || at === row.length - 1
          ? []
          : [
              [
                `${each} of ${row[1]} in ${properties.title}`,
                (from) => {
                  const body = bodyOf(from);
                  body.widgets[widget].properties.metrics[index].splice(at, 2);
                  from.only("aws_cloudwatch_dashboard").dashboard_body = JSON.stringify(body);
                },
              ],
            ],
      ),
    ),
  );
}

const problems = (id: string, stack: SynthesizedStack) => [
  ...misnamedIn(id, stack),
  ...unknownIn(id, stack),
  ...undrawnIn(stack),
];

describe.each(environmentIds)("%s", (id) => {
  const sound = inventory[id] as SynthesizedStack;
  const removals = [...ofAlarms(id, sound), ...ofGraphs(sound)];

  it("misses every alarm, metric and dimension that is removed", () => {
    expect(removals.length).toBeGreaterThan(100);
    const unnoticed = removals.filter(([, remove]) => {
      const stack = sound.clone();
      remove(stack);
      return problems(id, stack).length === 0;
    });
    expect(problems(id, sound)).toEqual([]);
    expect(unnoticed.map(([what]) => what)).toEqual([]);
  });
});
