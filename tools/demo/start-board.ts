import type { WriteStream } from 'node:tty';
import type { Progress } from '@waybill/testing';

/** Seconds until it is said what a part waits for, and where its log is. */
const LONG = 20;

interface Part {
  readonly logFile: string;
  readonly since: number;
  up: boolean;
  waitsFor: string;
  explained: boolean;
}

/**
 * Shows which parts of a start are up: `order ✓ inventory ✓ payment …  12 s`. A terminal gets one line that changes every second, a pipe
 * one line per part that comes up. What takes long is explained once, with its log.
 */
export class StartBoard implements Progress {
  private readonly parts = new Map<string, Part>();
  private readonly started = this.now();
  private readonly ticking = setInterval(() => this.tick(), 1_000);

  constructor(
    private readonly out: Pick<WriteStream, 'write' | 'isTTY'>,
    private readonly now = (): number => performance.now() / 1_000,
  ) {
    this.ticking.unref();
  }

  starts(name: string, logFile: string): void {
    const isFirst = this.parts.size === 0;
    this.parts.set(name, { logFile, since: this.now(), up: false, waitsFor: '', explained: false });
    if (this.out.isTTY) this.draw();
    // As soon as all of them have been named.
    else if (isFirst) setTimeout(() => this.print(), 100).unref();
  }

  waits(name: string, what: string): void {
    const part = this.parts.get(name);
    if (part) part.waitsFor = what;
  }

  isUp(name: string): void {
    const part = this.parts.get(name);
    if (!part || part.up) return;
    part.up = true;
    if (this.out.isTTY) this.draw();
    else this.print();
  }

  /** Prints a line that stays. */
  say(text: string): void {
    this.clear();
    this.out.write(`  ${text}\n`);
  }

  /** What was shown so far stays, and the next parts get a line of their own. */
  next(): void {
    if (this.out.isTTY && this.parts.size > 0) this.out.write(`\r\x1b[2K  ${this.line()}\n`);
    this.parts.clear();
  }

  end(): void {
    clearInterval(this.ticking);
    this.clear();
  }

  /** Once a second. */
  private tick(): void {
    for (const [name, part] of this.parts) {
      if (part.up || part.explained || this.now() - part.since < LONG) continue;
      part.explained = true;
      this.say(`${name} takes long: ${part.waitsFor}. Its log is ${part.logFile}`);
    }
    if (this.out.isTTY && this.parts.size > 0) this.draw();
  }

  private line(): string {
    const parts = [...this.parts].map(([name, { up }]) => `${name} ${up ? '✓' : '…'}`);
    return `${parts.join(' ')}  ${(this.now() - this.started).toFixed(0)} s`;
  }

  private print(): void {
    if (this.parts.size > 0) this.out.write(`  ${this.line()}\n`);
  }

  private draw(): void {
    this.out.write(`\r\x1b[2K  ${this.line()}`);
  }

  private clear(): void {
    if (this.out.isTTY) this.out.write('\r\x1b[2K');
  }
}
