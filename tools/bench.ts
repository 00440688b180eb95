// `npm run bench`: the figures of docs/performance.md for this working tree, or this tree compared with another commit.
import { bench } from './commands/verify.js';

if (bench.opts().against === undefined) {
  const { printFigures } = await import('./bench/figures.js');
  await printFigures();
  process.exit();
} else {
  const { compare } = await import('./bench/against/compare.js');
  process.exit(await compare());
}
