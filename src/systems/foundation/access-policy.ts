import { projectFile } from "../configuration/script-text";

/**
 * A policy of `access/`, as JSON.
 *
 * @param account the id of the one that it is for
 * @throws Error when it names another account: it was written before the account was decided
 */
export function accessPolicy(file: string, account: string): string {
  const document = projectFile(`#project/access/${file}.json`);
  const [other] = [...document.matchAll(/:(\d{12}):/g)].filter(([, id]) => id !== account);
  if (other !== undefined)
    throw new Error(
      `access/${file}.json names the account ${other[1]}, and the configuration is of ${account}: write it anew with npm run access`,
    );
  return document;
}
