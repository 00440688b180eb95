import { getMetadataArgsStorage } from 'typeorm';

/** A column: its property in code, its name and type in Postgres. */
export interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** Conditions that every row must meet, by the name of the CHECK constraint that repeats them in the database. */
export type Guards<Row> = Readonly<Record<string, (row: Row) => boolean>>;

/**
 * How rows of one table are stored: table, key and columns, read from the TypeORM entity. Handlers load and save rows by their
 * row type and contain no SQL. Rows are plain objects and are never changed in place.
 */
export interface RowType<Row extends object, Key extends keyof Row = keyof Row> extends AnyRowType {
  readonly guards: Guards<Row>;
  readonly unique: readonly (readonly (keyof Row)[])[];
  /** Only for type inference: the key that a load takes. */
  readonly keyType?: Pick<Row, Key> | undefined;
}

/** A row type for code that handles all rows alike. Every `RowType` is one. */
export interface AnyRowType {
  readonly table: string;
  readonly key: readonly Column[];
  /** All columns except a generated identity. */
  readonly columns: readonly Column[];
  /** The identity column, if any. */
  readonly identity?: Column | undefined;
  readonly guards: Guards<never>;
  /** Unique constraints besides the key. */
  readonly unique: readonly (readonly PropertyKey[])[];
  /** If this is a part of a row type: the whole one. */
  readonly whole?: AnyRowType | undefined;
}

/** `cancelledAt` -> `cancelled_at`. */
export function snakeCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function rowType<Row extends object, Key extends keyof Row & string>(
  entity: new () => Row,
  key: readonly Key[],
  rules: { guards?: Guards<Row>; unique?: readonly (readonly (keyof Row)[])[] } = {},
): RowType<Row, Key> {
  const metadata = getMetadataArgsStorage();
  const table = metadata.tables.find((candidate) => candidate.target === entity)?.name;
  const generated = metadata.generations.find((candidate) => candidate.target === entity)?.propertyName;
  const all = metadata.columns
    .filter(({ target, options }) => target === entity && options.insert !== false)
    .map(({ propertyName, options }): Column => {
      if (!options.type) throw new Error(`${entity.name}.${propertyName} needs an explicit column type`);
      return {
        property: propertyName,
        name: options.name ?? snakeCase(propertyName),
        type: String(options.type),
        nullable: options.nullable ?? false,
      };
    });
  if (!table) throw new Error(`${entity.name} needs @Entity('table')`);
  return {
    table,
    key: key.map((property) => {
      const column = all.find((candidate) => candidate.property === property);
      if (!column) throw new Error(`${entity.name} has no column ${property}`);
      return column;
    }),
    columns: all.filter((column) => column.property !== generated),
    identity: all.find((column) => column.property === generated),
    guards: rules.guards ?? {},
    unique: rules.unique ?? [],
  };
}

/** These columns of a row type and its key, for lists that need no others. */
export function partOf<Row extends object, Key extends keyof Row & string, Name extends keyof Row & string>(
  whole: RowType<Row, Key>,
  names: readonly Name[],
): RowType<Pick<Row, Name | Key>, Key> {
  const columns = whole.columns.filter(
    ({ property }) => names.includes(property as Name) || whole.key.some((key) => key.property === property),
  );
  return { table: whole.table, key: whole.key, columns, guards: {}, unique: [], whole };
}

/** The row type itself, or the one that it is a part of. */
export function wholeOf(rowType: AnyRowType): AnyRowType {
  return rowType.whole ?? rowType;
}

/** The key's values in one string: identifies a row within its row type. */
export function keyOf(rowType: AnyRowType, key: object): string {
  const values = key as Record<string, unknown>;
  let name: string | undefined;
  for (const { property } of rowType.key) {
    const text = textOf(values[property]);
    name = name === undefined ? text : `${name}\u0000${text}`;
  }
  return name ?? '';
}

function textOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** Name of a guard that the row violates. */
export function brokenGuard({ guards }: AnyRowType, row: object): string | undefined {
  // Guards only get rows of their own row type.
  return Object.entries(guards).find(([, holds]) => !holds(row as never))?.[0];
}
