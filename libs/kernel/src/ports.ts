/** The current instant. A simulated clock stands in for it in tests and simulation. */
export interface Clock {
  now(): Date;
}

/** New message and entity ids: uuidv7, so that they sort by time and carry their day. */
export interface Ids {
  next(): string;
}

/** The instant inside a uuidv7 (also with a suffix behind it), or undefined when it is none. */
export function instantOf(id: string): Date | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7/i.test(id)) return undefined;
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
