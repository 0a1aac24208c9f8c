/**
 * Markdown without the content of fenced blocks and of inline code, as CommonMark finds them: what is left
 * is all that could be markup.
 *
 * @throws Error for a line of a block that isn't one of a comparison
 */
export function withoutCode(markdown: string): string {
  const lines: string[] = [];
  let isInBlock = false;
  for (const line of markdown.split("\n")) {
    if (/^ {0,5}```/.test(line)) {
      isInBlock = !isInBlock;
      lines.push(line);
    } else if (!isInBlock) {
      lines.push(withoutInlineCode(line));
    } else if (!/^ {2}[-+] /.test(line)) {
      throw new Error(`no line of a comparison: ${line}`);
    }
  }
  return lines.join("\n");
}

/** A run of backticks opens code that the next run of the same length ends; another run is text. */
function withoutInlineCode(line: string): string {
  const parts = line.split(/(`+)/);
  const kept: string[] = [];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? "";
    const end = part.startsWith("`") ? parts.indexOf(part, index + 1) : -1;
    kept.push(end === -1 ? part : "(code)");
    if (end !== -1) index = end;
  }
  return kept.join("");
}
