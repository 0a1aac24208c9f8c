/** How many there are of each word, in the words' order, such as `2 failed` and `1 updated`; without those of none. */
export function countsOf<Word extends string>(
  words: readonly Word[],
  found: readonly Word[],
  textOf = (count: number, word: Word) => `${count.toLocaleString("en")} ${word}`,
): string[] {
  return words
    .map((word) => ({ word, count: found.filter((each) => each === word).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => textOf(count, word));
}
