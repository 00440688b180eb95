/**
 * What is done to values that must never change: events and states. In development and tests they are frozen, so that a change
 * throws a TypeError where it is made. In production nothing is done, because it would cost time with each event.
 */
export function freezerFor(environment: string | undefined): <Value>(value: Value) => Value {
  return environment === 'production' ? (value) => value : freezeDeeply;
}

export const frozen = freezerFor(process.env['NODE_ENV']);

/** Freezes lists and plain objects with all their members. What is frozen is taken to be frozen deeply, so each value is walked once. */
function freezeDeeply<Value>(value: Value): Value {
  if (!isPlain(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeeply(member);
  return value;
}

/** A list or an object of fields; not a Date or an instance of another class. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
