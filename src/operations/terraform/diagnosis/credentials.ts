const secretVariables = [
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
] as const;

/** Of a signed request, which AWS quotes in some of its errors. */
const signedParts =
  /(x-amz-security-token|x-amz-signature|signature|credential)([:=])\s*[^\s,&;]+/gi;

/** The text without the credentials of this process and without what AWS repeats of a signed request. */
export function withoutCredentials(text: string): string {
  const secrets = secretVariables
    .map((name) => process.env[name] ?? "")
    // What is shorter is no credential, and would be found in the middle of words.
    .filter((secret) => secret.length >= 16);
  const withheld = secrets.reduce((shown, secret) => shown.replaceAll(secret, "(withheld)"), text);
  return withheld.replace(signedParts, "$1$2 (withheld)");
}
