// `npm run prove -- messaging`: the proofs at their full count, which `npm test` runs at a small one.
const PROOFS: Readonly<Record<string, readonly string[]>> = {
  messaging: ['apps/e2e/src/proofs/relays', 'apps/e2e/src/proofs/rolling-restart'],
};

const [name] = process.argv.slice(2);
const proofs = PROOFS[name ?? ''];
if (!proofs) {
  console.error(`Which proofs? npm run prove -- ${Object.keys(PROOFS).join(' | ')}`);
  process.exit(1);
}
process.env['WAYBILL_PROOFS'] = 'full';
process.argv.splice(2, process.argv.length, ...proofs);
await import('./test.js');
