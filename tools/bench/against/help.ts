import { LOADS, LOAD_NAMES, ROWS, ROW_NAMES } from './rows.js';

export const COMPARISON_HELP = `npm run bench -- --against REF [options]: this working tree ("new") compared with another commit ("old")

  --only ROW          only this row; may be given several times
  --bar BAR           what the ratio new/old must be; may be given several times:
                      "cpu-per-order<=0.9", "throughput>=1.2", or 0.9 for every row that is to become smaller.
                      Ends with 1 unless all are met
  --pairs N           pairs of sessions, one session of each build (7; fewer tell nothing apart)
  --most-pairs N      where a bar is not told apart more pairs are run, up to so many (three times as many as --pairs)
  --seconds N         length of all loads, or LOAD=N of one; may be given several times
  --warm-up N         seconds of orders before a session measures (10)
  --flood-rate N      orders per second of the flood (1.3 times what the old build confirms)
  --together          the services of the working tree run in one process, those of the other commit in one each
  --instances N       each service of the working tree runs N times (1 to 4), each of the other commit once;
                      with --against HEAD, what an order costs more with several instances

Rows (load, what is measured):
${ROW_NAMES.map((name) => `  ${name.padEnd(20)}${ROWS[name].load.padEnd(12)}${ROWS[name].what}, ${ROWS[name].unit}`).join('\n')}

Loads (seconds, what happens):
${LOAD_NAMES.map((name) => `  ${name.padEnd(20)}${String(LOADS[name].seconds).padEnd(12)}${LOADS[name].what}`).join('\n')}

Results are kept in .waybill/bench: a run that was stopped goes on when the same command is given again, and rows of several
runs make one report.`;
