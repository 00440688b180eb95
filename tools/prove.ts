// `npm run prove -- messaging`: runs the messaging proofs with their full number of repetitions (`npm test` runs few). Numbers select
// proofs: `-- messaging 3 9`. docs/proofs.md describes each.
import { prove, test } from './commands/verify.js';
import { PROOFS } from './proofs.js';

const [name, numbers] = prove.processedArgs;
const proofs =
  PROOFS[name] ?? prove.error(`there is no group ${name}: use ${Object.keys(PROOFS).join(', ')}`);
const unknown = numbers.filter((number) => !proofs[number]);
if (unknown.length > 0) prove.error(`${name} has no proof ${unknown.join(', ')}`);
process.env['WAYBILL_PROOFS'] = 'full';
const files = (numbers.length > 0 ? numbers : Object.keys(proofs)).flatMap((number) => proofs[number] ?? []);
await test.parseAsync(['--verbose', ...new Set(files)], { from: 'user' });
