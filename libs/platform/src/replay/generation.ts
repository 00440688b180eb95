import { type Act, codeOf, sleep, systemTimers } from '@waybill/kernel';
import { CLAIM_DAYS, recordAct } from '@waybill/unit-of-work';
import pg from 'pg';
import { BadSettings } from '../bad-settings.js';
import { uuids } from '../runtime/uuids.js';

/** Tables that the unit of work and the consumer write in addition to the view. */
const UNIT_OF_WORK_TABLES = [
  'inbox',
  'outbox',
  'effects',
  'idempotency_keys',
  'dead_letters',
  'dead_letter_log',
  'parked_keys',
];

export interface Failure {
  readonly consumer: string;
  readonly messageId: string | null;
  readonly type: string | null;
  readonly errorCode: string;
  readonly errorMessage: string;
}

export interface Built {
  readonly tables: readonly { readonly table: string; readonly before: number; readonly after: number }[];
  readonly failures: readonly Failure[];
  /** Messages and effects of handlers, which a replay suppresses. */
  readonly withheld: { readonly messages: number; readonly calls: number };
}

export interface GenerationOptions {
  /** Digits that distinguish the schema and claims of this replay from others. */
  readonly name: string;
  readonly ownerUrl: string;
  readonly service: string;
  /** Tables of the view. */
  readonly view: readonly string[];
  /** Consumer names in the claims of the view's handlers. */
  readonly consumers: readonly string[];
}

/**
 * A separate schema with empty copies of the view and of the unit of work's tables. Handlers that run in it change neither the outbox
 * nor the effects nor the view in use, until `replaceView` copies the new view in one transaction. If a replay crashes, the next one
 * drops its schema.
 */
export class Generation {
  private constructor(
    private readonly client: pg.Client,
    private readonly options: GenerationOptions,
    private readonly claimsBefore: number,
  ) {}

  /** Throws BadSettings if the service is running, has open dead letters, or is being replayed already. */
  static async begin(options: GenerationOptions): Promise<Generation> {
    const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'waybill-replay' });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await refuseUnlessQuiet(client, options);
      const generation = new Generation(client, options, await claimsOf(client, options));
      await generation.make();
      return generation;
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  private get schema(): string {
    return schemaOf(this.options.name);
  }

  async built(): Promise<Built> {
    const count = async (table: string): Promise<number> => {
      const { rows } = await this.client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
      return rows[0]!.n;
    };
    const tables: Built['tables'][number][] = [];
    for (const table of this.options.view) {
      const [before, after] = [await count(`public."${table}"`), await count(`${this.schema}."${table}"`)];
      tables.push({ table, before, after });
    }
    const { rows: failures } = await this.client.query<Failure>(
      `SELECT replace(consumer, $1, '') AS consumer, message_id AS "messageId", type, error_code AS "errorCode",
         error_message AS "errorMessage" FROM ${this.schema}.dead_letters ORDER BY topic, partition, "offset"`,
      [`@${this.options.name}`],
    );
    const messages = await this.messagesWithheld();
    return { tables, failures, withheld: { messages, calls: await count(`${this.schema}.effects`) } };
  }

  /**
   * Replaces the view by the rows of this generation, and adds its claims to those of the service. Messages whose offsets are not
   * committed yet are then skipped as duplicates. Records the act. Throws BadSettings, and changes nothing, if the service handled messages meanwhile.
   */
  async replaceView(by: Act): Promise<void> {
    const { client, schema, options } = this;
    const view = options.view.map((table) => `public."${table}"`).join(', ');
    await client.query('BEGIN');
    try {
      await client.query(`SET LOCAL lock_timeout = '5s'`);
      await client.query(`LOCK TABLE public.inbox, ${view} IN ACCESS EXCLUSIVE MODE`);
      if ((await claimsOf(client, options)) !== this.claimsBefore) {
        throw new BadSettings(
          `the ${options.service} service handled messages during the replay, so nothing was changed: stop it and try again`,
        );
      }
      await client.query(`TRUNCATE ${view}`);
      for (const table of options.view)
        await client.query(
          `INSERT INTO public."${table}" OVERRIDING SYSTEM VALUE SELECT * FROM ${schema}."${table}"`,
        );
      await client.query(`SELECT public.maintain_partitions('inbox', ${CLAIM_DAYS})`);
      // A failed message is not claimed: the service handles it again if necessary, and writes the dead letter.
      await client.query(
        `INSERT INTO public.inbox (day, consumer, message_id)
         SELECT day, replace(consumer, $1, ''), message_id FROM ${schema}.inbox i
         WHERE consumer LIKE '%' || $1 AND day >= (now() AT TIME ZONE 'UTC')::date - ${CLAIM_DAYS} AND NOT EXISTS (
           SELECT FROM ${schema}.dead_letters d WHERE d.consumer = i.consumer AND d.message_id = i.message_id)
         ON CONFLICT DO NOTHING`,
        [`@${options.name}`],
      );
      const tables = options.view;
      await recordAct(client, by, uuids.next(), { target: options.service, after: { tables } });
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  }

  async end(): Promise<void> {
    // If this fails, the next replay drops the schema.
    await this.client.query(`DROP SCHEMA IF EXISTS ${this.schema} CASCADE`).catch(() => undefined);
    await this.client.end();
  }

  private async make(): Promise<void> {
    const { client, schema, options } = this;
    const { rows: left } = await client.query<{ nspname: string }>(
      `SELECT nspname FROM pg_namespace WHERE nspname ~ '^replay_[0-9]+$'`,
    );
    for (const { nspname } of left) await client.query(`DROP SCHEMA ${nspname} CASCADE`);
    await client.query(`CREATE SCHEMA ${schema}`).catch((error: unknown) => {
      if (codeOf(error) !== '42501') throw error;
      throw new BadSettings(
        'a replay creates tables: set DATABASE_OWNER_URL to the database URL with the owner’s role',
      );
    });
    for (const table of [...UNIT_OF_WORK_TABLES, ...options.view])
      await client.query(`CREATE TABLE ${schema}."${table}" (LIKE public."${table}" INCLUDING ALL)`);
  }

  /** Dead letters also publish a message, which is not from a handler and is not counted. */
  private async messagesWithheld(): Promise<number> {
    const { rows } = await this.client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${this.schema}.outbox WHERE type <> 'messaging.dead-lettered'`,
    );
    return rows[0]!.n;
  }
}

export function schemaOf(name: string): string {
  return `replay_${name}`;
}

/** Number of the service's claims. It grows only while the service runs, so a change shows that it has handled messages. */
async function claimsOf(client: pg.Client, { consumers }: GenerationOptions): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM public.inbox WHERE consumer = ANY ($1)',
    [consumers],
  );
  return rows[0]!.n;
}

async function refuseUnlessQuiet(client: pg.Client, options: GenerationOptions): Promise<void> {
  const { service, consumers } = options;
  const { rows } = await client.query<{ mine: boolean; letters: number }>(
    `SELECT pg_try_advisory_lock(hashtext('waybill replay')) AS mine,
       (SELECT count(*)::int FROM public.dead_letters WHERE status = 'open' AND consumer = ANY ($1)) AS letters`,
    [consumers],
  );
  const { mine, letters } = rows[0]!;
  if (!mine) throw new BadSettings(`another replay of ${service} is under way: wait for it`);
  if (letters > 0) {
    throw new BadSettings(
      `${letters} dead letters of ${service} are open: redrive or discard them first (npm run dead-letters -- list --service ${service}), or their messages could count twice`,
    );
  }
  // The server may take a moment to end the connections of a service that was stopped just now.
  for (let looks = 0; (await workingOn(client, service)) > 0; looks++) {
    if (looks === 20) {
      throw new BadSettings(
        `the ${service} service is running on this database: stop all its instances first, or messages would count twice`,
      );
    }
    await sleep(systemTimers, 100);
  }
}

async function workingOn(client: pg.Client, service: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = ANY ($1)`,
    [[`waybill-${service}`, `waybill-${service}-orm`]],
  );
  return rows[0]!.n;
}
