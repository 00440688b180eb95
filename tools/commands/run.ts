// Commands that start services.
import { Argument, Option } from '@commander-js/extra-typings';
import { command, positive } from './command.js';
import { serviceNames } from './service-names.js';

const WAIT = [
  '--wait <seconds>',
  'the longest wait for a server or service that makes no progress (default: START_TIMEOUT, or 120)',
] as const;

export const demo = command('demo', 'starts the platform and places four orders; Ctrl-C stops it', [
  '--once',
  '--keep',
  '--broker redis',
])
  .option('--once', 'stop after the four orders; exits with 1 if one of them does not end as expected')
  .option('--keep', 'keep the data in .waybill/data, and go on with it at the next --keep')
  .option('--reset', 'forget what --keep has kept, and start empty')
  .addOption(
    new Option('--broker <name>', 'the broker, or set BROKER_URL to the URL of a running one')
      .choices(['kafka', 'rabbitmq', 'redis', 'memory'])
      .default('kafka'),
  )
  .option(WAIT[0], WAIT[1], positive);

export const start = command(
  'start',
  'runs services in one process, with the settings of docs/configuration.md; without a name the demo',
  ['order inventory payment shipping notification', '--once'],
)
  // Options without a service are those of the demo, which checks them.
  .addArgument(
    new Argument('[services...]', 'services of this repository')
      .choices(serviceNames())
      .argParser<string[]>((value, earlier = []) => [...earlier, value]),
  )
  .allowUnknownOption();

export const dev = command('dev', 'runs one service in watch mode and the others beside it', ['order'])
  .argument('<service>', 'the service that restarts when you save a file')
  .option(WAIT[0], WAIT[1], positive);

export const token = command('token', 'prints a token for the HTTP APIs of the demo', [
  '--sub ada',
  '--sub shopkeeper --admin',
])
  .option('--sub <name>', 'the user, who is the customer of the orders', 'customer-1')
  .option('--admin', 'runs the shop of the tenant: sees and changes all of it')
  .option('--operator', 'runs the platform: dead letters, outbox, projections, reconciliation')
  .option('--tenant <name>', 'the shop (default: the default one)')
  .option('--name <name>', 'the name of the customer for mails')
  .option('--email <address>', 'the address of the customer for mails')
  .option('--unverified', 'the address is not verified: mails follow only after the payment');

export const load = command('load', 'places orders under load and reports rate, latency and CPU per order', [
  '--clients 20 --seconds 30',
  '--rate 50 --audit',
])
  .option('--clients <n>', 'clients that place one order after the other (default: 20)', positive)
  .option(
    '--rate <n>',
    'instead of clients: orders per second, whether or not earlier ones are done',
    positive,
  )
  .option('--seconds <n>', 'duration', positive, 30)
  .option('--bare', 'gateway, carrier and mail server inside the services: measures the platform alone')
  .option('--together', 'all services in one process')
  .addOption(
    new Option('--instances <n>', 'instances of each service; orders are placed at each of them in turn')
      .choices(['1', '2', '3', '4'])
      .default('1'),
  )
  .option('--audit', 'run the audit afterwards; exits with 1 if there are findings')
  .option('--profile <folder>', 'write a CPU profile of each service, and print where its time went')
  .option('--json', 'print the report as JSON');

export const replay = command(
  'replay',
  'places the orders of a real retailer’s sales records, and checks stock and money',
  ['--speed 5'],
)
  .argument('[file]', 'records in the format of UCI’s "Online Retail" (default: the excerpt in data/)')
  .option('--speed <n>', 'invoices per second (default: as fast as possible)', positive);
