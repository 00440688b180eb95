/** What the text and JSON columns of one table contain. Columns of other types contain numbers, times and flags. */
export interface TableClasses {
  /** No personal data: ids, codes, amounts, texts of the shop. */
  readonly none?: readonly string[];
  /** Data of a customer, with the name of the eraser that removes it; several if they remove different rows. */
  readonly customer?: Readonly<Record<string, string | readonly string[]>>;
  /** Personal data that stays when a customer is erased: whose it is, and why it stays. */
  readonly kept?: Readonly<Record<string, string>>;
}

/** By table. Both generations of a view, and their memos, have the classes of the view. */
export type DataClasses = Readonly<Record<string, TableClasses>>;

/** A text, JSON or binary column of a migrated database. */
export interface StoredColumn {
  readonly table: string;
  readonly column: string;
}

/**
 * Compares the classes of a service with its database and its erasers. Returns one sentence per problem: a column without a class, with several,
 * a class without a column, an eraser that does not exist, or one that no column names.
 */
export function unclassified(
  columns: readonly StoredColumn[],
  classes: DataClasses,
  erasers: readonly string[],
): string[] {
  const used = new Set(Object.values(classes).flatMap(({ customer = {} }) => Object.values(customer).flat()));
  return [
    ...columns.flatMap(({ table, column }) => {
      const { none = [], customer = {}, kept = {} } = classes[table] ?? {};
      const found = [none, Object.keys(customer), Object.keys(kept)].filter((names) =>
        names.includes(column),
      );
      if (found.length === 1) return [];
      return [
        found.length === 0
          ? `${table}.${column} has no class: add it to the dataClasses of its feature`
          : `${table}.${column} has several classes`,
      ];
    }),
    ...Object.entries(classes).flatMap(([table, { none = [], customer = {}, kept = {} }]) =>
      [...none, ...Object.keys(customer), ...Object.keys(kept)]
        .filter((column) => !columns.some((one) => one.table === table && one.column === column))
        .map((column) => `${table}.${column} has a class, and is not in the database`),
    ),
    ...[...used]
      .filter((name) => !erasers.includes(name))
      .map((name) => `there is no eraser "${name}", which a class names`),
    ...erasers.filter((name) => !used.has(name)).map((name) => `no class names the eraser "${name}"`),
  ];
}
