/** A row that only one of the two has. */
export interface Difference<Row extends object = object> {
  readonly in: 'view' | 'fold';
  readonly row: Row;
}

/** What a verification found; without differences the view is what its events say. */
export interface Verdict<Row extends object = object> {
  readonly events: number;
  readonly differences: readonly Difference<Row>[];
}

/** The statement that compares the rows of two queries, whole and in every column; at most ten of each side. */
export function differences(view: string, fold: string): string {
  const only = (side: string, mine: string, other: string) =>
    `(SELECT '${side}' AS "in", to_jsonb(d) AS row FROM ((${mine}) EXCEPT (${other})) AS d LIMIT 10)`;
  return `${only('view', view, fold)} UNION ALL ${only('fold', fold, view)}`;
}
