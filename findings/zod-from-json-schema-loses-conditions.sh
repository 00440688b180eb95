#!/usr/bin/env bash
# z.fromJSONSchema: conditions of a schema disappear without an error, so broken messages are accepted.
#
# Versions: zod 4.6.7, compared with ajv 8.20.0.
#
# Behaviour: fromJSONSchema throws for keywords that it cannot translate (not, if, dependentRequired,
# unevaluatedProperties). It silently leaves out others that it knows: a name in `required` that the same schema
# object does not list in `properties`, every keyword beside $ref, and limits in a schema without `type`. A required
# property with a default may be absent, and the default is filled in.
#
# Output seen:
#   allOf with required       {}             ajv refuses, zod accepts {}
#   either card or invoice    {"total":5}    ajv refuses, zod accepts {"total":5}
#   maxLength beside $ref     "EURO"         ajv refuses, zod accepts "EURO"
#   minimum without type      -5             ajv refuses, zod accepts -5
#   required with a default   {}             ajv refuses, zod accepts {"quantity":1}
#   not                       zod throws: not is not supported in Zod (except { not: {} } for never)
#
# Why a good guess misses it: a translator that throws for what it does not know is taken to apply the rest. All
# five schemas are ordinary: allOf for "now with an id", anyOf for "one of the two", $ref with a narrower limit.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm init -y >npm.log
npm install --loglevel=error --no-audit --no-fund --ignore-scripts zod@4.6.7 ajv@8.20.0 >>npm.log

cat >finding.mjs <<'EOF'
import assert from 'node:assert/strict';
import Ajv2020 from 'ajv/dist/2020.js';
import * as z from 'zod';

const order = { type: 'object', properties: { id: { type: 'string' }, total: { type: 'integer' } } };
const text = { type: 'string' };
const cases = [
  ['allOf with required', { ...order, allOf: [{ required: ['id'] }] }, {}],
  [
    'either card or invoice',
    {
      type: 'object',
      properties: { card: text, invoice: text, total: { type: 'integer' } },
      anyOf: [{ required: ['card'] }, { required: ['invoice'] }],
    },
    { total: 5 },
  ],
  ['maxLength beside $ref', { $ref: '#/$defs/code', maxLength: 3, $defs: { code: text } }, 'EURO'],
  ['minimum without type', { minimum: 0 }, -5],
  [
    'required with a default',
    { type: 'object', properties: { quantity: { type: 'integer', default: 1 } }, required: ['quantity'] },
    {},
  ],
];

const ajv = new Ajv2020({ strict: false });
const seen = cases.map(([name, schema, value]) => {
  const byAjv = ajv.validate(schema, structuredClone(value));
  const byZod = z.fromJSONSchema(schema).safeParse(value);
  const verdict = byZod.success ? `accepts ${JSON.stringify(byZod.data)}` : 'refuses';
  console.log(
    `${name.padEnd(25)} ${JSON.stringify(value).padEnd(14)} ajv ${byAjv ? 'accepts' : 'refuses'}, zod ${verdict}`,
  );
  return [byAjv, verdict];
});
let thrown = 'nothing';
try {
  z.fromJSONSchema({ not: { const: 1 } });
} catch (error) {
  thrown = error.message;
}
console.log(`${'not'.padEnd(25)} zod throws: ${thrown}`);

assert.deepEqual(seen, [
  [false, 'accepts {}'],
  [false, 'accepts {"total":5}'],
  [false, 'accepts "EURO"'],
  [false, 'accepts -5'],
  [false, 'accepts {"quantity":1}'],
]);
assert.match(thrown, /not supported/);
EOF
node finding.mjs
