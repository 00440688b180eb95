// Commands for those who change Waybill.
import { command } from './command.js';

const CHECK = ['--check', 'write nothing, and exit with 1 if a document is out of date'] as const;

/** What follows the name of a command goes to Nx. */
export const generate = command('new', 'generates a service, use case, event, reaction or broker', [
  'service loyalty --dry-run',
  'use-case hold-order --event held',
])
  .argument('<what>', 'service, use-case, event, reaction or broker')
  .argument('[arguments...]', 'its name and options; npm run new -- event --help lists those of event')
  .passThroughOptions()
  .allowUnknownOption();

export const newCheck = command(
  'new:check',
  'runs every generator in a copy of the repository, and the tests of what it generates',
);

export const contracts = command(
  'contracts',
  'generates schemas, AsyncAPI, OpenAPI, client types and the message catalog',
  ['--check'],
).option(...CHECK);

export const contractsCheck = command(
  'contracts:check',
  'reports message changes that break consumers; exits with 1 if there are any',
  ['--against v1.2.0'],
).option(
  '--against <ref>',
  'compare with this commit (default: the last release, or the last commit if there is none)',
);

export const docs = command('docs', 'generates documents from the code and checks all pages', [
  '--check',
]).option(...CHECK);

export const tutorial = command('tutorial', 'runs docs/tutorial.md, as written, in a copy of the repository');

export const hotel = command(
  'hotel',
  'installs the libraries as packages in an empty folder and runs another business, examples/hotel, on them',
);

export const corpus = command(
  'corpus',
  'records the data that a released commit stores, for the specs that read it for ever',
  ['v1.2.0'],
).argument('<ref>', 'a tag, branch or commit; its files are written to apps/order/corpus/<commit>');

export const advisories = command(
  'advisories',
  'lists known vulnerabilities of the packages that the image contains; exits with 1 if one is high or critical',
);
