/** A row that only one side has. */
export interface Difference<Row extends object = object> {
  readonly in: 'view' | 'fold';
  readonly row: Row;
}

/** The result of a verification. Without differences the view matches its events. */
export interface Verdict<Row extends object = object> {
  readonly events: number;
  readonly differences: readonly Difference<Row>[];
}

/** The statement that compares the rows of two queries in all columns; it returns at most ten of each side. */
export function differences(view: string, fold: string): string {
  const only = (side: string, mine: string, other: string) =>
    `(SELECT '${side}' AS "in", to_jsonb(d) AS row FROM ((${mine}) EXCEPT (${other})) AS d LIMIT 10)`;
  return `${only('view', view, fold)} UNION ALL ${only('fold', fold, view)}`;
}
