import type { WriteStream } from 'node:tty';
import { count } from './pence.js';
import type { Progress } from './run.js';

const EVERY_MS = 100;

/** Shows the current step on one line that is overwritten. Without a terminal, only permanent lines are printed. */
export class ProgressLine {
  private shown = 0;

  constructor(private readonly out: Pick<WriteStream, 'write' | 'isTTY'>) {}

  show({ doing, done, of }: Progress): void {
    if (!this.out.isTTY) return;
    const now = performance.now();
    if (done < of && now - this.shown < EVERY_MS) return;
    this.shown = now;
    const width = 24;
    const filled = of === 0 ? width : Math.round((done / of) * width);
    const bar = '━'.repeat(filled) + '╌'.repeat(width - filled);
    this.out.write(`\r\x1b[2K  ${bar} ${count(done)} of ${count(of)} ${doing}`);
  }

  /** Prints a permanent line. */
  say(text: string): void {
    this.clear();
    this.out.write(`  ${text}\n`);
  }

  clear(): void {
    if (this.out.isTTY) this.out.write('\r\x1b[2K');
  }
}
