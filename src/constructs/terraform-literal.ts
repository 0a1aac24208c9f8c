/**
 * A text as Terraform must find it in JSON so that it reads the text itself: it would take `${` and
 * `%{` for the beginning of an expression.
 *
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function terraformLiteral(text: string): string {
  return text.replace(/([$%])\{/g, (opening, sign) => sign + opening);
}
