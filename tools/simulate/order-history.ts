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

/** The messages, events and saga steps of an order, sorted by time, for the analysis of a failed run. */
export function historyOf(shop: Shop, id: string): string[] {
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
    ...events.map(({ at, type }): [string, string] => [at.toISOString(), `order records ${type}`]),
    ...(saga?.log ?? []).map(({ sentAt, attempt, answer, ...ref }): [string, string] => [
      sentAt,
      `saga sends ${labelOf(ref)}, attempt ${attempt}: ${answer ?? 'no reply'}`,
    ]),
  ];
  const told = lines
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([at, what]) => `${at.slice(11, 23)} ${what}`);
  return [...told, ...(saga ? [`saga is ${saga.status}: ${JSON.stringify(saga.state)}`] : [])];
}
