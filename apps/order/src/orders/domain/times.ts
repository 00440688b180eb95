/** The earlier of two times in ISO 8601; the other one if one is undefined. */
export function earlier(known: string | undefined, other: string | undefined): string | undefined {
  if (known === undefined || other === undefined) return known ?? other;
  return Date.parse(known) <= Date.parse(other) ? known : other;
}

/** The later of two times in ISO 8601. */
export function later(known: string | undefined, other: string): string {
  return known !== undefined && Date.parse(known) > Date.parse(other) ? known : other;
}
