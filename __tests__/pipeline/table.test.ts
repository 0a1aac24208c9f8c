import { describe, expect, it } from "vitest";
import { loadDeployments } from "../../src/estate/deployments";
import { agents, jenkinsTable } from "../../src/operations/pipeline/jenkins-table";
import { documentOf, sectionText } from "../runbooks/documents";
import { agentOf, deployments } from "./deployments";
import { theJenkinsfile } from "./jenkinsfile";

interface Row {
  readonly id: string;
  readonly stage: string;
  readonly agent: string;
  readonly asks: readonly string[];
  readonly has: readonly string[];
}

const line = /^ {2}\[id: '(.*)', stage: '(.*)', agent: '(.*)', asks: \[(.*)\], has: \[(.*)\]\],$/gm;

const wordsIn = (list: string) => [...list.matchAll(/'(.*?)'/g)].map(([, word = ""]) => word);

const rows: readonly Row[] = [...theJenkinsfile.matchAll(line)].map(
  ([, id = "", stage = "", agent = "", asks = "", has = ""]) => ({
    id,
    stage,
    agent,
    asks: wordsIn(asks),
    has: wordsIn(has),
  }),
);

/** A person approves a stage as a whole, and the later one knows how the earlier one went. */
const stages = ["shared", "uat", "staging", "production"];

describe("the table in the Jenkinsfile", () => {
  it("has a line for each deployment of the estate, and says of it what the estate says", () => {
    const expected = deployments.map(({ id, stage, release, releaseNeedsApproval, health }) => ({
      id,
      stage,
      agent: agentOf(id),
      asks: releaseNeedsApproval ? ["update", "apply"] : ["apply"],
      has: [...(release === null ? [] : ["release"]), ...(health === null ? [] : ["health"])],
    }));
    const sorted = (list: readonly Row[]) => [...list].sort((a, b) => a.id.localeCompare(b.id));
    expect(sorted(rows)).toEqual(sorted(expected));
  });

  it("takes the agents that docs/jenkins.md names, each for its region", () => {
    const text = sectionText(documentOf("docs/jenkins.md"), "Jenkins agent offline");
    const named = [...text.matchAll(/`(AG-\w+)`(?: is)?\s+`([a-z\d-]+)`/g)];
    expect(agents).toEqual(Object.fromEntries(named.map(([, agent, region]) => [region, agent])));
  });

  it("takes the agents that docs/jenkins.md asks for", () => {
    const needed = sectionText(documentOf("docs/jenkins.md"), "What it needs");
    const named = [...needed.matchAll(/`(AG-\w+)`/g)].map(([, agent]) => agent);
    expect(named.sort()).toEqual([...Object.values(agents), "AG-REVIEW"].sort());
  });

  it("is as npm run jenkins-table writes it", () => {
    const lines = theJenkinsfile.match(line);
    expect(lines).toEqual(jenkinsTable(loadDeployments()));
  });

  it("asks where the data says so, whatever a deployment's name and stage", () => {
    const like = { region: "us-east-1", release: null, health: null } as const;
    const lines = jenkinsTable([
      { ...like, id: "uat-of-a-bank", stage: "uat", releaseNeedsApproval: true },
      { ...like, id: "production-like", stage: "production", releaseNeedsApproval: false },
    ]);
    expect(lines.map((each) => /asks: \[(.*?)\]/.exec(each)?.[1])).toEqual([
      "'update', 'apply'",
      "'apply'",
    ]);
  });

  it("has each deployment after those that must be applied before it", () => {
    const ids = rows.map(({ id }) => id);
    for (const { id, after } of deployments)
      for (const earlier of after) expect(ids.indexOf(earlier)).toBeLessThan(ids.indexOf(id));
  });

  it("goes from stage to stage", () => {
    const places = rows.map(({ stage }) => stages.indexOf(stage));
    expect(places).toEqual([...places].sort());
    expect(Math.min(...places)).toBe(0);
  });

  it("is the only place that names a deployment", () => {
    const rest = theJenkinsfile.replaceAll(line, "");
    for (const { id } of deployments) expect(rest).not.toContain(id);
  });
});
