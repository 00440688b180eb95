#!/usr/bin/env bash
# z.toJSONSchema: giving a part of an intersection an id makes a JSON Schema that no message can satisfy.
#
# Versions: zod 4.6.7, checked with ajv 8.20.0.
#
# Behaviour: an intersection of two objects is merged into one object that is closed (additionalProperties: false)
# and lists all properties. As soon as one of the two has an id (.meta({ id }), which puts it under $defs), both stay
# apart in an allOf, and each is closed for itself: each forbids what the other requires.
#
# Output seen, for {"id":"o-1","total":5}:
#   without an id: zod accepts, ajv accepts
#   with an id:    zod accepts, ajv refuses, which forbids id and total
#
# Why a good guess misses it: an id is for naming, so that documents can refer to a part. What zod parses does not
# change, and neither do zod's own tests. Only readers of the published schema see it: a registry, a gateway or a
# consumer in another language refuses every message.
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

const message = { id: 'o-1', total: 5 };
const totals = z.object({ total: z.int() });
const verdict = (reference) => {
  const order = reference.and(totals);
  const ajv = new Ajv2020({ allErrors: true });
  const byAjv = ajv.validate(z.toJSONSchema(order), message);
  const extra = (ajv.errors ?? []).filter(({ keyword }) => keyword === 'additionalProperties');
  return {
    zod: order.safeParse(message).success,
    ajv: byAjv,
    forbidden: extra.map(({ params }) => params.additionalProperty).sort(),
  };
};
const word = (accepts) => (accepts ? 'accepts' : 'refuses');

const plain = verdict(z.object({ id: z.string() }));
console.log(`without an id: zod ${word(plain.zod)}, ajv ${word(plain.ajv)}`);
const named = verdict(z.object({ id: z.string() }).meta({ id: 'OrderReference' }));
console.log(`with an id:    zod ${word(named.zod)}, ajv ${word(named.ajv)}, which forbids ${named.forbidden.join(' and ')}`);

assert.deepEqual(plain, { zod: true, ajv: true, forbidden: [] });
assert.deepEqual(named, { zod: true, ajv: false, forbidden: ['id', 'total'] });
EOF
node finding.mjs
