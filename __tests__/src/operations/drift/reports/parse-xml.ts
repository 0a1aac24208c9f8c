import { spawnSync } from "node:child_process";
import { toolPath } from "../../../../support/external-tools";

export interface XmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const program = `
import json, sys
from xml.etree import ElementTree
def element(e):
    return dict(tag=e.tag, attributes=e.attrib, text=e.text or "", children=[element(c) for c in e])
# As bytes, so that the declared encoding counts.
documents = [document.encode("utf-8") for document in json.load(sys.stdin)]
json.dump([element(ElementTree.fromstring(document)) for document in documents], sys.stdout)
`;

/** Documents as Python's strict parser reads them; throws when one is not well-formed. */
export function parseXml(documents: readonly string[]): XmlElement[] {
  const { status, stdout, stderr } = spawnSync(toolPath("python3"), ["-c", program], {
    input: JSON.stringify(documents),
    encoding: "utf8",
    maxBuffer: 100e6,
    env: { ...process.env, PYTHONUTF8: "1" },
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
