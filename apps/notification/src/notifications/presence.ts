import { type AnyRowType, keyOf } from '@waybill/unit-of-work';

/** Finds out whether a key has a row. Questions of the same moment share one query. */
export class Presence<Key extends object> {
  private waiting: Key[] = [];
  private answer: Promise<ReadonlySet<string>> | undefined;

  constructor(
    private readonly rowType: AnyRowType,
    private readonly query: (keys: readonly Key[]) => Promise<readonly Key[]>,
  ) {}

  async has(key: Key): Promise<boolean> {
    this.waiting.push(key);
    this.answer ??= this.ask();
    return (await this.answer).has(keyOf(this.rowType, key));
  }

  private async ask(): Promise<ReadonlySet<string>> {
    // The messages of a fetch start together, so their questions are here after one turn.
    await Promise.resolve();
    const keys = this.waiting;
    this.waiting = [];
    this.answer = undefined;
    return new Set((await this.query(keys)).map((key) => keyOf(this.rowType, key)));
  }
}
