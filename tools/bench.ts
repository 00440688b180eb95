// `npm run bench`: the figures of docs/performance.md for this working tree, or this tree compared with another commit.
const args = process.argv.slice(2);
const compares = args.some((arg) => arg === '--against' || arg.startsWith('--against='));

if (args.includes('--help')) {
  const [{ FIGURES_HELP }, { COMPARISON_HELP }] = await Promise.all([
    import('./bench/figures-options.js'),
    import('./bench/against/help.js'),
  ]);
  console.log(`${FIGURES_HELP}\n\n${COMPARISON_HELP}`);
} else if (compares) {
  const { compare } = await import('./bench/against/compare.js');
  process.exit(await compare(args));
} else {
  const { printFigures } = await import('./bench/figures.js');
  await printFigures(args);
  process.exit();
}

export {};
