/** The value, where the rules of the caller say that there is one. Throws otherwise, rather than go on with a value that is made up. */
export function present<Value>(value: Value, what: string): NonNullable<Value> {
  if (value === undefined || value === null) throw new Error(`${what} is missing`);
  return value;
}
