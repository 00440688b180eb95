// Tries to get into the databases of the other services with what one service's container knows. Exits with 1 if one lets it in.
//   docker compose exec -T order node --input-type=module - <docker/other-databases.mjs
import { existsSync, readdirSync } from 'node:fs';
import pg from 'pg';

const own = new URL(process.env.DATABASE_URL);
const others = readdirSync('apps')
  .filter((name) => name !== 'sandbox' && existsSync(`apps/${name}/dist/main.js`))
  .map((name) => `waybill_${name}`)
  .filter((name) => name !== own.username);
const mine = own.pathname.slice(1);
const FORBIDDEN = '42501';
const WRONG_PASSWORD = '28P01';

const logins = [
  [own.username, mine, undefined],
  ...others.map((database) => [own.username, database, FORBIDDEN]),
  ...others.flatMap((database) => [
    [database, database, WRONG_PASSWORD],
    [`${database}_owner`, database, WRONG_PASSWORD],
  ]),
  [`${own.username}_owner`, mine, WRONG_PASSWORD],
  ['waybill_audit', mine, WRONG_PASSWORD],
  ['postgres', 'postgres', WRONG_PASSWORD],
];
const wrong = [];
for (const [user, database, expected] of logins) {
  const refusal = await refusalOf(user, database);
  if (refusal !== expected) wrong.push(`${user} on ${database}: ${refusal ?? 'let in'}`);
}
console.log(
  `${own.username}: ${logins.length - 1 - wrong.length} of ${logins.length - 1} other logins refused`,
);
for (const line of wrong) console.error(`  ${line}`);
process.exitCode = wrong.length > 0 ? 1 : 0;

/** The code with which the server refuses the login with this service's password. */
async function refusalOf(user, database) {
  const url = new URL(own);
  url.username = user;
  url.pathname = `/${database}`;
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error.code ?? error.message;
  } finally {
    await client.end().catch(() => undefined);
  }
}
