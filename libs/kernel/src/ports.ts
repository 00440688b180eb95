/** The current time. Tests and the simulation use another implementation. */
export interface Clock {
  now(): Date;
}

/** New message and entity ids: UUIDv7, which sort by time and contain their day. */
export interface Ids {
  next(): string;
}

/** The timestamp in a UUIDv7, which may have a suffix; undefined for any other id. */
export function instantOf(id: string): Date | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7/i.test(id)) return undefined;
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
