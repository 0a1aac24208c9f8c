/** Unchanged lines that are shown around a change. */
const around = 2;

/**
 * What changes between two lists of lines, as a comparison shows it: each line behind `-`, `+` or a space, and `…` where
 * unchanged ones are left out.
 */
export function lineDiff(before: readonly string[], after: readonly string[]): string[] {
  const all = compared(before, after);
  const isNear = (index: number) =>
    all.slice(Math.max(0, index - around), index + around + 1).some(({ sign }) => sign !== " ");
  return all.flatMap(({ sign, text }, index) => {
    if (isNear(index)) return [`${sign}${text}`];
    return index > 0 && isNear(index - 1) ? [" …"] : [];
  });
}

interface Compared<Item> {
  readonly sign: "-" | "+" | " ";
  readonly text: Item;
}

/** Both lists in one, with as many common items as there are. */
export function compared<Item>(
  before: readonly Item[],
  after: readonly Item[],
  key: (item: Item) => unknown = (item) => item,
): Compared<Item>[] {
  const [left, right] = [before.map(key), after.map(key)];
  let start = 0;
  while (start < Math.min(left.length, right.length) && left[start] === right[start]) start += 1;
  let end = 0;
  const shorter = Math.min(left.length, right.length) - start;
  while (end < shorter && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const [rows, columns] = [left.length - end - start, right.length - end - start];

  // How many items are common behind each place in the middle: the longest common subsequence.
  const common = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const at = (row: number, column: number) => common[row]?.[column] ?? 0;
  for (let row = rows - 1; row >= 0; row -= 1)
    for (let column = columns - 1; column >= 0; column -= 1)
      (common[row] ?? [])[column] =
        left[start + row] === right[start + column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));

  const middle: Compared<Item>[] = [];
  for (let row = 0, column = 0; row < rows || column < columns; ) {
    const same = row < rows && column < columns && left[start + row] === right[start + column];
    if (same) {
      middle.push({ sign: " ", text: after[start + column] as Item });
      row += 1;
      column += 1;
    } else if (row < rows && (column === columns || at(row + 1, column) >= at(row, column + 1))) {
      middle.push({ sign: "-", text: before[start + row] as Item });
      row += 1;
    } else {
      middle.push({ sign: "+", text: after[start + column] as Item });
      column += 1;
    }
  }
  const unchanged = (items: readonly Item[]) =>
    items.map((text): Compared<Item> => ({ sign: " ", text }));
  return [
    ...unchanged(after.slice(0, start)),
    ...middle,
    ...unchanged(after.slice(after.length - end)),
  ];
}
