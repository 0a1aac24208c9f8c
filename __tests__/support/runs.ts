/** Of so many cases of a property, how many are tried: all by `npm test`, a tenth by `npm run check`. */
export function runs(all: number): number {
  return process.env.FEWER_CASES === undefined ? all : Math.ceil(all / 10);
}
