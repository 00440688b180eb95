import type { QueryRunner } from 'typeorm';

/**
 * Tables that are only added to. `migrate` takes every right but SELECT and INSERT on them from all roles except their owner; so a
 * service, or who has its password, cannot change what it wrote. A table of this list may be missing in a service.
 */
export const APPEND_ONLY_TABLES: readonly string[] = ['events', 'dead_letter_log', 'trail'];

/** Tables that only their owner writes. */
export const READ_ONLY_TABLES: readonly string[] = ['migrations'];

/** Revokes what the default privileges of the owner granted too much on these tables. Runs after each migration, and is safe to repeat. */
export async function restrictWriteRights(runner: QueryRunner): Promise<void> {
  const excessive: { statement: string }[] = await runner.query(EXCESSIVE, [
    APPEND_ONLY_TABLES,
    READ_ONLY_TABLES,
  ]);
  for (const { statement } of excessive) await runner.query(statement);
}

const EXCESSIVE = `
  SELECT format('REVOKE %s ON %s FROM %s', string_agg(granted.privilege_type, ', '), t.oid::regclass,
    CASE granted.grantee WHEN 0 THEN 'PUBLIC' ELSE granted.grantee::regrole::text END) AS statement
  FROM pg_class t, aclexplode(t.relacl) granted
  WHERE t.relnamespace = 'public'::regnamespace AND t.relkind = 'r' AND granted.grantee <> t.relowner AND (
    (t.relname = ANY ($1) AND granted.privilege_type NOT IN ('SELECT', 'INSERT')) OR
    (t.relname = ANY ($2) AND granted.privilege_type <> 'SELECT'))
  GROUP BY t.oid, granted.grantee`;
