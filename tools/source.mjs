// Runs TypeScript from source: `node --conditions=@waybill/source --import ./tools/source.mjs file.ts`.
// Uses SWC, because Nest needs decorator metadata, which the type stripping of Node does not emit.
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, enableCompileCache, registerHooks } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Keeps V8's compiled code between runs, which shortens the start of a process by a fifth.
enableCompileCache();

const require = createRequire(import.meta.url);
const configFile = fileURLToPath(new URL('../.swcrc', import.meta.url));
const cache = fileURLToPath(new URL('../node_modules/.cache/waybill-source', import.meta.url));
/** What the output depends on besides the file. */
const compiler = require('@swc/core/package.json').version + readFileSync(configFile, 'utf8');

registerHooks({
  resolve(specifier, context, next) {
    if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(source)) return { url: source.href, shortCircuit: true };
    }
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
    return { format: 'module', source: compiled(fileURLToPath(url)), shortCircuit: true };
  },
});

/** The JavaScript of a file, from the cache if this text was compiled before. Its source map names the file beside it, in any folder. */
function compiled(filename) {
  const source = readFileSync(filename, 'utf8');
  const sourceFileName = basename(filename);
  const kept = join(cache, `${hash('sha256', [compiler, sourceFileName, source].join('\0'))}.js`);
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    const { code } = require('@swc/core').transformSync(source, { filename, sourceFileName, configFile });
    keep(kept, code);
    return code;
  }
}

/** By a rename, so that a process which starts at the same time reads a whole file. The cache may be read-only. */
function keep(file, code) {
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // It is compiled again next time.
  }
}
