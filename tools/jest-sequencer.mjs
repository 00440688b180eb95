// The order of the specs: the longest first, so that none of them begins when all others are through. Without times of an earlier run
// Jest goes by the size of the files, which says little: here those that start platforms come first, and then those with servers.
import Sequencer from '@jest/test-sequencer';

const RANKS = [
  /^apps\/e2e\/src\/(upgrade|proofs)\//,
  /^apps\/e2e\/|\/(simulate|projections|replay)\//,
  /\.int\.spec\.ts$/,
];

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rankOf = ({ context, path }) => {
      const file = path.slice(context.config.rootDir.length + 1);
      const rank = RANKS.findIndex((pattern) => pattern.test(file));
      return rank < 0 ? RANKS.length : rank;
    };
    // Sorting is stable: within a rank it stays as Jest has it.
    const sorted = super.sort(tests);
    return sorted.every(({ duration }) => duration !== undefined)
      ? sorted
      : sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
