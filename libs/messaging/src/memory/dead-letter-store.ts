import type { MemoryDatabase } from '@waybill/unit-of-work';
import { deadLetters, parkedKeys } from '../dead-letter.js';
import type { DeadLetterStore, ParkedKeyRow } from '../dead-letter-store.js';
import type { ParkedName } from '../parked-keys.js';

export class MemoryDeadLetterStore implements DeadLetterStore {
  constructor(private readonly database: MemoryDatabase) {}

  parkedKeys(): Promise<readonly ParkedKeyRow[]> {
    const rows = this.database.select(parkedKeys, () => true);
    const name = ({ consumer, topic, key }: ParkedName) => [consumer, topic, key].join('\0');
    rows.sort((a, b) => a.since.getTime() - b.since.getTime() || (name(a) < name(b) ? -1 : 1));
    return Promise.resolve(
      rows.map(({ consumer, topic, key, waiting, since }) => ({ consumer, topic, key, waiting, since })),
    );
  }

  line({ consumer, topic, key }: ParkedName, limit: number): Promise<readonly string[]> {
    const line = this.database
      .select(
        deadLetters,
        (row) =>
          row.status === 'open' &&
          row.place !== null &&
          row.consumer === consumer &&
          row.topic === topic &&
          row.key === key,
      )
      .sort((a, b) => a.place! - b.place!);
    return Promise.resolve(line.slice(0, limit).map(({ id }) => id));
  }

  oldestOpen(): Promise<Date | undefined> {
    const open = this.database.select(deadLetters, ({ status }) => status === 'open');
    const [oldest] = open.map(({ firstAt }) => firstAt).sort((a, b) => a.getTime() - b.getTime());
    return Promise.resolve(oldest);
  }
}
