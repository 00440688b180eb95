/** A message of a trace. */
export interface Told {
  readonly id: string;
  readonly type: string;
  readonly service: string;
  readonly topic: string;
  readonly time: Date;
  readonly causationId: string;
}

export interface Branch {
  readonly id: string;
  /** Absent if the cause is not a known message: an HTTP request, a timer, or a message that the topics no longer contain. */
  readonly message?: Told;
  /** How often it was published. */
  readonly times: number;
  readonly children: readonly Branch[];
}

/**
 * Builds the causation trees, oldest first. Each message occurs once; repeated publications are counted. A cycle, which only a defect
 * can cause, is broken at one of its messages.
 */
export function treesOf(messages: readonly Told[]): Branch[] {
  const times = new Map<string, number>();
  for (const { id } of messages) times.set(id, (times.get(id) ?? 0) + 1);
  const known = new Map([...messages].sort(byTime).map((message) => [message.id, message]));
  const caused = Map.groupBy(known.values(), ({ causationId }) => causationId);
  const placed = new Set<string>();

  const branchOf = (message: Told): Branch => {
    const { id } = message;
    placed.add(id);
    return { id, message, times: times.get(id)!, children: childrenOf(id) };
  };
  const childrenOf = (id: string): Branch[] =>
    (caused.get(id) ?? []).filter((child) => !placed.has(child.id)).map(branchOf);

  const trees = [...caused.keys()]
    .filter((cause) => !known.has(cause))
    .map((id): Branch => ({ id, times: 0, children: childrenOf(id) }));
  for (const message of known.values())
    if (!placed.has(message.id)) trees.push(branchOf(inCircle(message, known)));
  return trees;
}

/** A message in the cycle that is reached by following the causes. Every cause is known, so there must be a cycle. */
function inCircle(message: Told, known: ReadonlyMap<string, Told>): Told {
  const seen = new Set<string>();
  let at = message;
  while (!seen.has(at.id)) {
    seen.add(at.id);
    at = known.get(at.causationId)!;
  }
  return at;
}

function byTime(a: Told, b: Told): number {
  return a.time.getTime() - b.time.getTime() || (a.id < b.id ? -1 : 1);
}
