// For the whole tree (`npm test`) and, with --rootDir, for one package. Run it with `node --experimental-vm-modules`.
import { readFileSync } from 'node:fs';

const { $schema: _schema, ...swc } = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

export default {
  maxWorkers: 2,
  // A worker keeps the modules of every file that it has run; beyond some gigabytes it mostly collects garbage.
  workerIdleMemoryLimit: '1GB',
  // a net, not a measure: a busy machine is slow, and what hangs is found all the same
  testTimeout: 300_000,
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/', '/\\.nx/'],
  extensionsToTreatAsEsm: ['.ts'],
  // SWC and not type stripping: Nest needs the decorator metadata
  transform: { '\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // packages of this repository are tested from their source
  testEnvironmentOptions: { customExportConditions: ['@waybill/source', 'node', 'node-addons'] },
};
