/** Rows of cells under a heading. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table as text: columns as wide as their longest cell, figures flush right, words flush left. */
export function renderTable({ title, columns, rows }: Table): string {
  const widths = columns.map((_, column) =>
    Math.max(...[columns, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const isFigures = (column: number) =>
    rows.every((cells) => /^(-?[\d.]+|–|)$/.test(cells[column] ?? ""));
  const line = (cells: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? "";
        return isFigures(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width));
  return [title, "", line(columns), line(rule), ...rows.map(line)].join("\n");
}
