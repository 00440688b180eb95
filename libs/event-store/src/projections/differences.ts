/** What a verification found: rows that only the view or only the fold of its events has. None: the view is what its events say. */
export interface Verdict {
  readonly events: number;
  readonly differences: readonly object[];
}

/** The statement that compares the rows of two queries, whole and in every column; at most ten of each side. */
export function differences(view: string, fold: string): string {
  const only = (side: string, mine: string, other: string) =>
    `(SELECT '${side}' AS "in", to_jsonb(d) AS row FROM ((${mine}) EXCEPT (${other})) AS d LIMIT 10)`;
  return `${only('view', view, fold)} UNION ALL ${only('fold', fold, view)}`;
}
