/** The value of a string without expressions in Terraform's JSON, without asking Terraform. */
export function literalValue(text: string): string {
  return text.replace(/([$%])\1\{/g, "$1{");
}
