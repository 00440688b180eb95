import { labelOf } from '@waybill/saga';
import type { Shop } from './shop.js';

interface SagaRow {
  readonly id: string;
  readonly status: string;
  readonly state: unknown;
  readonly log: readonly {
    readonly step: string;
    readonly undo?: boolean;
    readonly item?: string;
    readonly attempt: number;
    readonly sentAt: string;
    readonly answer?: string;
  }[];
}

/** What happened to an order, for whoever has to find out why: its messages in the order of their times, its events and its saga. */
export function storyOf(shop: Shop, id: string): string[] {
  const { order } = shop.services;
  const events = order
    .rows<{ streamId: string; type: string; at: Date }>('events')
    .filter(({ streamId }) => streamId === id);
  const saga = order.rows<SagaRow>('sagas').find((row) => row.id === id);
  const lines: [string, string][] = [
    ...shop
      .messages()
      .filter(({ key }) => key === id)
      .map(({ time, type, topic, data }): [string, string] => {
        const { reason, refusal } = data as { reason?: string; refusal?: { code: string } };
        return [time, `${type} in ${topic}${refusal ? ` (${refusal.code})` : reason ? ` (${reason})` : ''}`];
      }),
    ...events.map(({ at, type }): [string, string] => [at.toISOString(), `the order records ${type}`]),
    ...(saga?.log ?? []).map(({ sentAt, attempt, answer, ...ref }): [string, string] => [
      sentAt,
      `the saga sends ${labelOf(ref)}, attempt ${attempt}: ${answer ?? 'no answer'}`,
    ]),
  ];
  const told = lines
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([at, what]) => `${at.slice(11, 23)} ${what}`);
  return [...told, ...(saga ? [`the saga is ${saga.status}: ${JSON.stringify(saga.state)}`] : [])];
}
