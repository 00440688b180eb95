// oxlint finds import cycles only in files on disk, so these probes write to a temporary folder.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const CIRCLES = {
  'of two files': {
    'a.ts': `import { b } from './b.js';\nexport const a = () => b;\n`,
    'b.ts': `import { a } from './a.js';\nexport const b = () => a;\n`,
  },
  'of types alone': {
    'a.ts': `import type { B } from './b.js';\nexport interface A {\n  b: B;\n}\n`,
    'b.ts': `import type { A } from './a.js';\nexport interface B {\n  a: A;\n}\n`,
  },
  'over a third file': {
    'a.ts': `export { b } from './b.js';\n`,
    'b.ts': `import { type C } from './c.js';\nexport const b = (c: C) => c;\n`,
    'c.ts': `import type { b } from './a.js';\nexport type C = typeof b;\n`,
  },
};
const STRAIGHT = {
  'a.ts': `import { b } from './b.js';\nimport type { C } from './c.js';\nexport const a = (c: C) => b(c);\n`,
  'b.ts': `import type { C } from './c.js';\nexport const b = (c: C) => c;\n`,
  'c.ts': 'export interface C {\n  d: number;\n}\n',
};

/** Checks that each cycle is refused and that imports without a cycle pass: `{ rule, passed, told }`. */
export function circleProbes() {
  const refused = Object.entries(CIRCLES).map(([kind, files]) => ({
    rule: `no circle of imports ${kind}`,
    passed: isRefused(files),
    told: 'should be refused by import/no-cycle',
  }));
  const told = 'should pass, but import/no-cycle refuses it';
  return [...refused, { rule: 'imports in one direction', passed: !isRefused(STRAIGHT), told }];
}

function isRefused(files) {
  const folder = mkdtempSync(join(tmpdir(), 'circles-'));
  try {
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    const config = join(root, 'tools/lint/circles.json');
    const { stdout } = spawnSync('node_modules/.bin/oxlint', ['--config', config, folder], { cwd: root });
    return String(stdout).includes('no-cycle');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
