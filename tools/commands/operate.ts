// Commands for operators of a running platform.
import { type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { collect, command, notNegative, positive } from './command.js';

const TOKEN = ['--token <token>', 'a bearer token (default: one of the demo’s key)'] as const;
const AS = ['--as <name>', 'who acts, for the trail (default: WAYBILL_USER, or your user name)'] as const;
const JSON_TOO = ['--json', 'print JSON'] as const;

/** For `.option()`: a day or a time. */
function instant(text: string): Date {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  throw new InvalidArgumentError('Use a day or a time such as 2026-03-01 or 2026-03-01T12:00:00Z.');
}

export const events = command(
  'events',
  'reads the topics: traces an order, rebuilds the view of a consumer',
  ['trace --order ID'],
).option(...JSON_TOO);
export const traceEvents = events
  .command('trace')
  .description('prints every command and event of an order as a tree of causes, across all services')
  .requiredOption('--order <id>', 'the order')
  .option('--brokers <hosts>', 'host:port of Kafka, or the URL of a broker (default: the demo’s)');
export const replayEvents = events
  .command('replay')
  .description(
    'rebuilds the view of a stopped service from its topics; needs the settings of the service (docs/runbook.md)',
  )
  .requiredOption('--consumer <group>', 'the consumer group')
  .requiredOption('--from <time-or-offset>', 'where to begin')
  .option('--dry-run', 'only show what differs')
  .option('--accept', 'replace the view although it differs')
  .option(...AS);
export const afterRestore = events
  .command('after-restore')
  .description(
    'run after a dump of the order database was restored: makes its events readable on this server, before new ones (docs/event-sourcing.md)',
  )
  .option('--database <url>', 'the URL of the owner (default: DATABASE_OWNER_URL)')
  .option(...AS);

export const deadLetters = command('dead-letters', 'lists, edits, redrives and discards dead letters', [
  'list --group',
  'redrive ID --dry-run',
])
  .option('--service <name>', 'only this service (default: all)')
  .option('--url <url>', 'the URL of one service')
  .option(...TOKEN)
  .option(...AS)
  .option(...JSON_TOO);
export const listDeadLetters = filtered(
  deadLetters.command('list', { isDefault: true }).description('lists dead letters of all services'),
).option('--group', 'by cause');
export const showDeadLetter = deadLetters
  .command('show')
  .description('shows one dead letter')
  .argument('<id>', 'the id that list shows');
export const editDeadLetter = deadLetters
  .command('edit')
  .description('replaces the value of an open dead letter')
  .argument('<id>', 'the id that list shows')
  .requiredOption('--value <text>', 'the new value, or @FILE');
export const redriveDeadLetters = filtered(
  deadLetters
    .command('redrive')
    .description('sends it to its consumer again; several with --all')
    .argument('[id]', 'the id that list shows'),
)
  .option('--all', 'all that the filters name')
  .option('--dry-run', 'only show the changes');
export const discardDeadLetter = deadLetters
  .command('discard')
  .description('closes it without handling the message')
  .argument('<id>', 'the id that list shows')
  .requiredOption('--reason <text>', 'why, for the trail');

function filtered<Args extends unknown[], Opts extends object, Global extends object>(
  one: Command<Args, Opts & Record<string, unknown>, Global & Record<string, unknown>>,
) {
  return one
    .option('--status <status>', 'open (default), or another one, or all')
    .option('--type <type>', 'the type of the message')
    .option('--consumer <name>', 'the consumer')
    .option('--error <code>', 'the code of the error')
    .option('--fingerprint <hash>', 'the cause, as list --group shows it');
}

export const sagas = command('sagas', 'shows and repairs fulfilment sagas', [
  'list --stuck',
  'resolve ID --step "undo capture" --note "refunded by hand"',
])
  .option('--url <url>', 'the order service (default: the demo’s)')
  .option('--tenant <name>', 'the shop')
  .option(...TOKEN)
  .option(...AS)
  .option(...JSON_TOO);
export const listSagas = sagas
  .command('list', { isDefault: true })
  .description('lists sagas, most recently changed first')
  .option('--status <status>', 'running, compensating or ended')
  .option('--stuck', 'only stuck ones')
  .option('--limit <n>', 'at most so many', '50');
export const showSaga = sagas
  .command('show')
  .description('shows one with its log and its decisions')
  .argument('<id>', 'the id of the order');
export const retrySaga = sagas
  .command('retry')
  .description('resends the commands in flight')
  .argument('<id>', 'the id of the order');
export const resolveSaga = sagas
  .command('resolve')
  .description(
    'marks a step as done by hand, such as a refund that the gateway refuses for good: the saga continues as if it had been answered',
  )
  .argument('<id>', 'the id of the order')
  .requiredOption('--step <name>', 'the step, as show names it')
  .requiredOption('--note <text>', 'what was done');

export const projections = command(
  'projections',
  'shows, rebuilds and verifies the views of the order service',
  ['list', 'rebuild order-summary'],
)
  .option('--url <url>', 'the order service (default: the demo’s)')
  .option(...TOKEN)
  .option(...AS);
export const listProjections = projections
  .command('list', { isDefault: true })
  .description('lists the views with their progress');
export const rebuildProjection = projections
  .command('rebuild')
  .description('rebuilds a view from all events; the current copy is read until the new one has caught up')
  .argument('<name>', 'the view');
export const verifyProjection = projections
  .command('verify')
  .description('compares a view with all events; exits with 1 if it differs')
  .argument('<name>', 'the view');

export const reconcile = command(
  'reconcile',
  'compares our payments with the gateway’s; exits with 1 if they differ',
  ['--from 2026-03-01 --to 2026-03-02'],
)
  .option('--from <time>', 'a day or a time (default: 24 hours before --to)', instant)
  .option('--to <time>', 'a day or a time (default: now)', instant)
  .option('--url <url>', 'the payment service (default: the demo’s)')
  .option(...TOKEN)
  .option(...AS)
  .option(...JSON_TOO);

export const trail = command('trail', 'lists what admins and operators did, in all services, newest first', [
  '--subject ada --from 2026-03-01',
])
  .option('--subject <name>', 'who acted')
  .option('--operation <name>', 'what was done')
  .option('--target <id>', 'with what')
  .option('--from <time>', 'the earliest time')
  .option('--to <time>', 'the latest time')
  .option('--limit <n>', 'at most so many entries', positive, 100)
  .option('--service <name>', 'only this service (default: all)')
  .option('--url <url>', 'the URL of one service')
  .option(...TOKEN)
  .option(...AS)
  .option(...JSON_TOO);

export const audit = command(
  'audit',
  'checks that databases and topics agree, and names the service that is wrong; exits with 1 if there are findings',
  ['--json', '--watch'],
)
  .option(...JSON_TOO)
  .option('--grace <seconds>', 'ignore differences younger than this', notNegative, 30)
  .option(
    '--hours <n>',
    'check messages of the last hours in the topics (default: 144, with --watch 1)',
    notNegative,
  )
  .option('--no-views', 'skip the views')
  .option('--no-topics', 'skip the topics')
  .option('--watch', 'repeat the audit, print findings and serve them as metrics')
  .option('--every <seconds>', 'between two audits', notNegative, 60)
  .option('--port <port>', 'the port of /metrics', notNegative, 9464);

export const kafkaAcls = command(
  'kafka:acls',
  'prints commands that create the topics of Kafka and allow each service what it needs',
  ['--format json', '--apply'],
)
  .option('--format <format>', 'commands (of kafka-topics.sh and kafka-acls.sh) or json', 'commands')
  .option(
    '--principal <text>',
    'the principal of a service, with its name for {service}; or NAME=TEXT for one service or audit; may be repeated',
    collect,
  )
  .option(
    '--connection <text>',
    'options of each command',
    '--bootstrap-server "$KAFKA_BROKERS" --command-config admin.properties',
  )
  .option(
    '--apply',
    'create the topics and add the ACLs at KAFKA_BROKERS, with the KAFKA_TLS, KAFKA_SASL and KAFKA_OAUTH settings of an administrator',
  )
  .addHelpText(
    'after',
    '\nTOPIC_PARTITIONS and TOPIC_RETENTION_DAYS are read from the environment, as by the services.',
  );
