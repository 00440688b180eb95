/**
 * Protects values that must never change: events and states. In development and tests they are frozen, so that a change
 * throws a TypeError at its place. In production they are not frozen, because that would cost time for each event.
 */
export function freezerFor(environment: string | undefined): <Value>(value: Value) => Value {
  return environment === 'production' ? (value) => value : freezeDeeply;
}

export const frozen = freezerFor(process.env['NODE_ENV']);

/** Freezes arrays and plain objects with all their members. Skips values that are frozen already, so each value is walked once. */
function freezeDeeply<Value>(value: Value): Value {
  if (!isPlain(value) || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeeply(member);
  return value;
}

/** An array or a plain object, not an instance of a class. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
