import type { AttributeChange } from "../compare/attributes";
import type { Compared } from "../compare/changes";
import { withUnit } from "../compare/units";
import type { Rule } from "./rule";

/** Where the state is: with another place, Terraform begins with an empty state, and creates everything anew. */
const ofState = /^backend\.[^.]+\.(bucket|key|region|workspace_key_prefix|path)$/;

/** The state's place changes, or nothing locks or encrypts it any more. */
export const stateMoved: Rule = (compared) => [
  ...settingsOf(compared)
    .filter(({ path }) => ofState.test(path))
    .map((change) => ({
      what: `${told(change)}: Terraform looks for the state in another place, and would create everything anew`,
      remedy: "move the state first: terraform init -migrate-state",
    })),
  ...settingsOf(compared)
    .filter(({ path, after }) => /\.use_lockfile$/.test(path) && after !== true)
    .map((change) => ({ what: `${told(change)}: two applies at once can break the state` })),
];

/** The provider looks in another region than that in which it made everything. */
export const regionChanged: Rule = ({ changes }) =>
  changes
    .filter(({ type, action }) => type === "provider" && action === "changed")
    .flatMap(({ construct, attributes }) =>
      attributes
        .filter(({ path }) => path === "region")
        .map((change) => ({
          subject: construct,
          what: `${told(change)}: Terraform finds nothing there of what it made, and would create everything anew`,
          remedy:
            "add an environment for the other region, and remove this one when nobody needs it",
        })),
    );

/** Another version of Terraform or of a provider plans: it may plan otherwise, and may not go back. */
export const versionChanged: Rule = (compared) =>
  settingsOf(compared)
    .filter(({ path }) => /^required_(version|providers\.)/.test(path))
    .map((change) => ({
      what: `${told(change)}: it may plan otherwise, and once it has written the state, there is no way back`,
      remedy: "read its changelog, and the drift check of UAT with it before production's",
    }));

function settingsOf({ changes }: Compared): readonly AttributeChange[] {
  return changes.find(({ address }) => address === "terraform")?.attributes ?? [];
}

function told({ path, before, after }: AttributeChange): string {
  const [one, other] = [before, after].map((value) =>
    value === undefined ? "nothing" : withUnit(path, value),
  );
  return `${path} ${one} → ${other}`;
}

/** A stack is no longer in the code: nothing plans it, checks it or applies it, and all that it made stays. */
export const environmentRemoved: Rule = ({ environment, before, after }) =>
  before !== null && after === null
    ? [
        {
          what: `${environment} is no longer in the code: what it made stays, and nobody checks it`,
          remedy: `destroy it first with the code of before, or keep it`,
        },
      ]
    : [];
