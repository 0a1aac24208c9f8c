import { limited } from "../report/limited";
import type { Compared } from "./compare/changes";
import { inGroups } from "./compare/in-groups";
import { neutralOf } from "./compare/neutral";
import { dangersIn } from "./dangers/rules";
import type { Danger } from "./report";

/** So many subjects of one danger are named; what changes of each stands below. */
const subjectLimit = 5;

/** The dangers of all environments: the same one of several once, and what is true of several subjects once. */
export function sharedDangers(compared: readonly Compared[]): Danger[] {
  const found = compared.flatMap((each) => {
    const neutral = neutralOf(each.names);
    return dangersIn(each).map(({ rule, subject = null, what, remedy = null }) => {
      const texts = { subject, what, remedy };
      const neutralTexts = {
        subject: subject === null ? null : neutral(subject),
        what: neutral(what),
        remedy: remedy === null ? null : neutral(remedy),
      };
      return { rule, environment: each.environment, texts, neutralTexts };
    });
  });
  const everywhere = inGroups(found, ({ rule, neutralTexts: { subject, what } }) =>
    JSON.stringify([rule, subject, what]),
  ).map((those) => {
    const [{ rule, texts, neutralTexts }] = those;
    const isSame = those.every((each) => JSON.stringify(each.texts) === JSON.stringify(texts));
    const environments = [...new Set(those.map(({ environment }) => environment))];
    return { rule, environments, ...(isSame ? texts : neutralTexts) };
  });
  const together = inGroups(everywhere, ({ subject, ...rest }) =>
    JSON.stringify(subject === null ? rest : { ...rest, isOfSubjects: true }),
  );
  return together.map((those) => {
    const [{ subject: _, what, ...first }] = those;
    const subjects = limited(
      those.flatMap(({ subject }) => subject ?? []),
      subjectLimit,
    );
    return { ...first, what: subjects.length === 0 ? what : `${subjects.join(", ")}: ${what}` };
  });
}
