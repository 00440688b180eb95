import { getMetadataArgsStorage } from 'typeorm';

/** A column of a kind: the property in code, the column and its type in Postgres. */
export interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** What must hold for every row, by the name of the CHECK that stands under it. */
export type Guards<Row> = Readonly<Record<string, (row: Row) => boolean>>;

/**
 * How one sort of state is stored: its table, key and columns, taken from the TypeORM entity that also describes schema and
 * migrations. Handlers load and save rows of a kind and see no SQL. Rows are plain objects and are never changed in place.
 */
export interface Kind<Row extends object, Key extends keyof Row = keyof Row> extends AnyKind {
  readonly guards: Guards<Row>;
  readonly unique: readonly (readonly (keyof Row)[])[];
  /** Only in the type: what a load takes. */
  readonly keyType?: Pick<Row, Key> | undefined;
}

/** A kind for code that treats all rows alike: every `Kind` is one. */
export interface AnyKind {
  readonly table: string;
  readonly key: readonly Column[];
  /** All columns but a generated identity. */
  readonly columns: readonly Column[];
  /** A column that the database numbers, if any. */
  readonly identity?: Column | undefined;
  readonly guards: Guards<never>;
  /** Sets of properties that are unique beside the key. */
  readonly unique: readonly (readonly PropertyKey[])[];
}

/** `cancelledAt` -> `cancelled_at`. */
export function snakeCase(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function kind<Row extends object, Key extends keyof Row & string>(
  entity: new () => Row,
  key: readonly Key[],
  rules: { guards?: Guards<Row>; unique?: readonly (readonly (keyof Row)[])[] } = {},
): Kind<Row, Key> {
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

/** The key's values in one string: the name of a row within its kind. */
export function keyOf(kind: AnyKind, key: object): string {
  const values = key as Record<string, unknown>;
  let name: string | undefined;
  for (const { property } of kind.key) {
    const text = textOf(values[property]);
    name = name === undefined ? text : `${name}\u0000${text}`;
  }
  return name ?? '';
}

function textOf(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}

/** The name of a guard that does not hold for the row. */
export function brokenGuard({ guards }: AnyKind, row: object): string | undefined {
  // A kind checks rows of its own alone.
  return Object.entries(guards).find(([, holds]) => !holds(row as never))?.[0];
}
