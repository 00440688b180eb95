import type pg from 'pg';

export interface LetterFilter {
  readonly status?: string | undefined;
  readonly type?: string | undefined;
  readonly consumer?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly fingerprint?: string | undefined;
}

export interface LetterRow {
  readonly id: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

const SUMMARY = `id, consumer, message_id AS "messageId", type, topic, partition, "offset", key, attempts, status, place,
  redrives, fingerprint, original_headers IS NOT NULL AS edited, error_code AS "errorCode",
  error_message AS "errorMessage", first_at AS "firstAt", last_at AS "lastAt"`;

const MATCHES = `($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR type = $2)
  AND ($3::text IS NULL OR consumer = $3) AND ($4::text IS NULL OR error_code = $4)
  AND ($5::text IS NULL OR fingerprint = $5)`;

type Place = { readonly at: Date; readonly id: string } | undefined;

function values({ status, type, consumer, errorCode, fingerprint }: LetterFilter): (string | null)[] {
  return [status, type, consumer, errorCode, fingerprint].map((value) => value ?? null);
}

/** Dead letters after a position, newest first. */
export async function listLetters(
  pool: pg.Pool,
  filter: LetterFilter,
  after: Place,
  limit: number,
): Promise<LetterRow[]> {
  const { rows } = await pool.query<LetterRow>(
    `SELECT ${SUMMARY} FROM dead_letters WHERE ${MATCHES}
       AND ($6::timestamptz IS NULL OR (last_at, id) < ($6, $7)) ORDER BY last_at DESC, id DESC LIMIT $8`,
    [...values(filter), after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** Open dead letters to redrive, oldest first. Without those that wait for an earlier one of their key and are redriven with it. */
export async function redrivable(
  pool: pg.Pool,
  filter: LetterFilter,
  after: Place,
  limit: number,
): Promise<LetterRow[]> {
  const { rows } = await pool.query<LetterRow>(
    `SELECT id, first_at AS "firstAt", last_at AS "lastAt" FROM dead_letters d WHERE ${MATCHES}
       AND ($6::timestamptz IS NULL OR (first_at, id) > ($6, $7))
       AND (place IS NULL OR NOT EXISTS (SELECT FROM dead_letters e WHERE e.consumer = d.consumer AND e.topic = d.topic
         AND e.key = d.key AND e.status = 'open' AND e.place < d.place))
     ORDER BY first_at, id LIMIT $8`,
    [...values({ ...filter, status: 'open' }), after?.at ?? null, after?.id ?? null, limit],
  );
  return rows;
}

/** One group per cause, the largest first. */
export async function letterGroups(pool: pg.Pool, filter: LetterFilter): Promise<object[]> {
  const { rows } = await pool.query<object>(
    `SELECT fingerprint, consumer, type, error_code AS "errorCode", count(*)::int AS count,
       count(*) FILTER (WHERE status = 'open')::int AS open, min(first_at) AS "firstAt", max(last_at) AS "lastAt",
       min(error_message) AS "errorMessage"
     FROM dead_letters WHERE ${MATCHES}
     GROUP BY fingerprint, consumer, type, error_code ORDER BY count(*) DESC, fingerprint LIMIT 100`,
    values(filter),
  );
  return rows;
}

export async function letterOf(pool: pg.Pool, id: string): Promise<object | undefined> {
  const [{ rows }, { rows: log }] = await Promise.all([
    pool.query<{ value: Buffer | null; originalValue: Buffer | null }>(
      `SELECT ${SUMMARY}, headers, value, original_headers AS "originalHeaders", original_value AS "originalValue",
         error_stack AS "errorStack" FROM dead_letters WHERE id = $1`,
      [id],
    ),
    pool.query(
      `SELECT at, actor, tenant, action, detail FROM dead_letter_log WHERE letter_id = $1 ORDER BY nr`,
      [id],
    ),
  ]);
  const [row] = rows;
  const text = (bytes: Buffer | null) => bytes?.toString('utf8') ?? null;
  return row && { ...row, value: text(row.value), originalValue: text(row.originalValue), log };
}
