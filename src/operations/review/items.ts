import type { AttributeChange } from "./compare/attributes";
import { argumentsOf, type Change, type Compared } from "./compare/changes";
import { canonical } from "./compare/json";
import { type Names, neutralOf } from "./compare/neutral";
import { reachChanges } from "./meaning/reach";
import { rightChanges } from "./meaning/rights";
import type { Entry } from "./report";

/** One change in one environment, as small as environments may differ in it. */
export interface Item {
  readonly environment: string;
  readonly names: Names;
  readonly action: Entry["action"];
  /** What changes: an address, or what somebody may now do. */
  readonly name: string;
  readonly text: string;
  readonly attribute: AttributeChange | null;
  /** The same in each environment that changes the same thing, to whatever. */
  readonly place: string;
  /** The same in each environment with the same change. */
  readonly key: string;
}

/** Everything that changes in an environment. */
export function itemsOf(compared: Compared): Item[] {
  const { environment, names, before, after, changes } = compared;
  const neutral = neutralOf(names);
  const item = (
    action: Item["action"],
    name: string,
    text: string,
    attribute: AttributeChange | null = null,
  ): Item => {
    const place = neutral(`${name} ${attribute?.path ?? ""}`);
    const values =
      attribute === null ? "" : canonical([attribute.before ?? null, attribute.after ?? null]);
    return {
      environment,
      names,
      action,
      name,
      text,
      attribute,
      place,
      key: neutral(`${action} ${place} ${text} ${values}`),
    };
  };

  if (before === null || after === null) {
    const action = before === null ? "added" : "removed";
    const size = (before ?? after)?.parts.size;
    return [item(action, environment, `an environment of ${size} parts is ${action}`)];
  }
  return [
    ...changes.flatMap((change) => [
      ...wholeText(change).map((text) => item(actionOf(change), change.address, text)),
      ...argumentsOf(change).map((attribute) =>
        item(actionOf(change), change.address, becauseOf(change), attribute),
      ),
    ]),
    ...rightChanges(before, after).map(({ change, who, what }) =>
      item(change === "gained" ? "may now" : "may no longer", who, what),
    ),
    ...reachChanges(before, after).map(({ change, text }) => item(change, text, "")),
  ];
}

function actionOf({ action, replacedBy }: Change): Item["action"] {
  return action === "changed" && replacedBy !== null && replacedBy.length > 0 ? "replaced" : action;
}

function becauseOf({ replacedBy }: Change): string {
  if (replacedBy === null) return "whether that replaces it isn't known";
  return replacedBy.length === 0
    ? ""
    : `destroyed and created, because of ${replacedBy.join(", ")}`;
}

/** What there is to say of it beside its attributes. */
function wholeText({ action, previousAddress }: Change): string[] {
  if (action === "renamed") return [`it was ${previousAddress}, which is destroyed`];
  if (action === "moved") return [`it was ${previousAddress}, and moves`];
  return action === "removed" ? [""] : [];
}
