import type { Delivery, Filter, Subscription } from './broker.js';

/** Wraps a subscription: records that its filter excludes count as handled. */
export function filtered(subscription: Subscription): Subscription {
  const { only } = subscription;
  if (!only) return subscription;
  return {
    ...subscription,
    handle: async (records) => {
      const wanted = records.filter((record) => accepts(only, record));
      if (wanted.length > 0) await subscription.handle(wanted);
    },
  };
}

function accepts({ types, headers }: Filter, record: Delivery): boolean {
  const type = record.headers['ce_type'] ?? '';
  return (
    (!types || types.some((pattern) => matches(pattern, type))) &&
    Object.entries(headers ?? {}).every(([name, text]) => record.headers[name] === text)
  );
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
