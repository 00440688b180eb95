import type { RecordedMessage, RecordedMoment, RecordedOrder } from './recorded.js';

/** Streams of events with the status that the view showed after each commit. */
export interface StoredStream extends Pick<RecordedOrder, 'id' | 'events' | 'contact'> {
  readonly statuses: readonly (readonly [version: number, status: string])[];
  /** The last row of `order_summaries`. */
  readonly summary: RecordedMoment['summary'];
}

/** A saga at this version of its stream. */
export interface StoredSaga extends Pick<RecordedMoment, 'version' | 'summary'> {
  readonly saga: NonNullable<RecordedMoment['saga']>;
}

/** The rows of `snapshots`, each once. */
export type StoredSnapshot = NonNullable<RecordedMoment['snapshot']>;

/** Selects from the recorded orders and messages, so that every shape of data is kept once. */
export class Selection {
  private readonly known = new Set<string>();
  private readonly orders: { readonly order: RecordedOrder; readonly features: ReadonlySet<string> }[] = [];
  readonly messages: RecordedMessage[] = [];

  /** Keeps the order if it shows something new. */
  addOrder(order: RecordedOrder): void {
    const features = featuresOf(order);
    if (this.learn(features)) this.orders.push({ order, features });
  }

  addMessage(message: RecordedMessage): void {
    const { topic, headers, value } = message;
    const version = headers['ce_eventversion'];
    const shape = `message ${topic} ${headers['ce_type']} ${version} ${shapeOf(JSON.parse(value))}`;
    if (this.learn([shape])) this.messages.push(message);
  }

  /** The fewest orders, in the order of their recording, that still show everything. */
  get kept(): { streams: StoredStream[]; sagas: StoredSaga[]; snapshots: StoredSnapshot[] } {
    const orders = this.necessary();
    const sagaShapes = new Set<string>();
    return {
      streams: orders.map(streamOf),
      sagas: orders.flatMap(({ moments }) =>
        moments
          .filter(hasSaga)
          .filter(({ saga }) => {
            const shape = sagaShapeOf(saga);
            return !sagaShapes.has(shape) && sagaShapes.add(shape);
          })
          .map(({ version, summary, saga }) => ({ version, summary, saga })),
      ),
      snapshots: orders.flatMap(({ moments }) =>
        moments.flatMap(({ snapshot }) => (snapshot ? [snapshot] : [])),
      ),
    };
  }

  private learn(features: Iterable<string>): boolean {
    const before = this.known.size;
    for (const feature of features) this.known.add(feature);
    return this.known.size > before;
  }

  /** Removes orders whose features all occur in others, the longest orders first. */
  private necessary(): RecordedOrder[] {
    const counts = new Map<string, number>();
    for (const { features } of this.orders)
      for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    const left = new Set(this.orders);
    for (const one of [...this.orders].sort((a, b) => b.order.events.length - a.order.events.length)) {
      const { features } = one;
      if ([...features].some((feature) => counts.get(feature) === 1)) continue;
      left.delete(one);
      for (const feature of features) counts.set(feature, counts.get(feature)! - 1);
    }
    return [...left].map(({ order }) => order);
  }
}

function streamOf({ id, events, contact, moments }: RecordedOrder): StoredStream {
  const statuses = new Map(moments.map(({ version, summary }) => [version, summary.status]));
  return { id, events, contact, statuses: [...statuses], summary: moments.at(-1)!.summary };
}

function featuresOf({ events, moments }: RecordedOrder): Set<string> {
  const features = new Set<string>();
  let before = 'none';
  for (const { type, schemaVersion, data } of events) {
    features.add(`event ${String(type)} ${String(schemaVersion)} ${shapeOf(data)}`);
    features.add(`${before} > ${String(type)}`);
    before = String(type);
  }
  for (const { summary, saga, snapshot } of moments) {
    features.add(`status ${summary.status}`);
    if (saga) features.add(sagaShapeOf(saga));
    if (snapshot) features.add(`snapshot ${(snapshot['state'] as { status: string }).status}`);
  }
  return features;
}

function hasSaga(moment: RecordedMoment): moment is RecordedMoment & Pick<StoredSaga, 'saga'> {
  return moment.saga !== undefined;
}

/** The shape of the state, and the steps that it is in. */
function sagaShapeOf({ status, state }: StoredSaga['saga']): string {
  const shape = shapeOf(state, /^(goal|reserve|authorize|book|capture|phase|open)$/);
  return `saga ${String(status)} ${shape.replaceAll(ID, 'id').replaceAll(/-return-\d+/g, '-return')}`;
}

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Property names and types of a value, and the values of properties whose names match. */
function shapeOf(value: unknown, withValue = /^$/, name = ' '): string {
  if (withValue.test(name)) return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  if (Array.isArray(value))
    return `[${[...new Set(value.map((one) => shapeOf(one, withValue)))].sort().join('|')}]`;
  const parts = Object.entries(value).map(([key, inner]) => `${key}:${shapeOf(inner, withValue, key)}`);
  return `{${parts.sort().join()}}`;
}
