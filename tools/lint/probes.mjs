// Tests that the lint rules still report violations. Each probe lints a snippet in memory under a file name: `bad` must violate the
// named rules, `good` must pass all rules. Only the probes of import cycles are written to disk.
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { circleProbes } from './probes/circles.mjs';
import { code } from './probes/code.mjs';
import { migrations } from './probes/migrations.mjs';
import { packages } from './probes/packages.mjs';

const cwd = fileURLToPath(new URL('../..', import.meta.url));
const typed = new ESLint({ cwd });
// Snippets with names of files that do not exist are in no TypeScript project.
const untyped = new ESLint({
  cwd,
  overrideConfig: { files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked },
});

const counts = { passed: 0, failed: 0 };
function judge(passed, probe, file, code, told) {
  counts[passed ? 'passed' : 'failed'] += 1;
  if (!passed) console.log(`${probe.rule}\n  ${file}: ${code.trim().replaceAll('\n', ' ')}\n  ${told}`);
}

async function lint(probe, file, code) {
  const [result] = await (probe.typed ? typed : untyped).lintText(code, { filePath: file });
  return result.messages.filter(({ severity }) => severity === 2);
}

for (const probe of [...packages, ...code, ...migrations]) {
  for (const [file, code] of probe.bad) {
    const fired = new Set((await lint(probe, file, code)).map(({ ruleId }) => ruleId));
    const silent = probe.by.filter((rule) => !fired.has(rule));
    const passed = probe.anyOf ? silent.length < probe.by.length : silent.length === 0;
    judge(passed, probe, file, code, `should be refused by ${silent.join(', ')}`);
  }
  for (const [file, code] of probe.good) {
    const messages = await lint(probe, file, code);
    const told = messages.map(({ ruleId, message }) => `${ruleId ?? 'parser'}: ${message}`).join('; ');
    judge(messages.length === 0, probe, file, code, `should pass, but ${told}`);
  }
}

for (const { rule, passed, told } of circleProbes()) {
  counts[passed ? 'passed' : 'failed'] += 1;
  if (!passed) console.log(`${rule}\n  ${told}`);
}

console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed ? 1 : 0;
