import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import {
  anyLib,
  apps,
  depConstraints,
  drivers,
  pure,
  realTimers,
  sharedDrivers,
  specs,
} from './tools/lint/import-rules.mjs';
import waybill from './tools/lint/plugin.mjs';

// without a project graph Nx's rule passes everything; inside an Nx task there is one already
if (!process.env.NX_TASK_TARGET_PROJECT) await createProjectGraphAsync({ exitOnError: true });

const timers = ['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'Use the Timers port.',
}));
const race = { object: 'Promise', property: 'race', message: 'Use the Timers port.' };
const timerModules = ['node:timers', 'node:timers/promises', 'timers', 'timers/promises'].map((name) => ({
  name,
  message: 'Use the Timers port.',
}));
const inMemoryBus = {
  name: '@nestjs/cqrs',
  importNames: ['AggregateRoot', 'EventBus', 'EventPublisher', 'EventsHandler', 'Saga'],
  message: 'They live in memory and swallow errors: use the unit of work and the outbox.',
};
const world = ['fetch', 'process', 'crypto', 'performance'].map((name) => ({
  name,
  message: 'Pure code decides; what it needs of the world comes in.',
}));
const chance = [
  ['Date', 'now'],
  ['Math', 'random'],
].map(([object, property]) => ({ object, property, message: 'Time, ids and chance come in as arguments.' }));
const now = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'The time comes in as an argument.',
  },
  { selector: 'CallExpression[callee.name="Date"]', message: 'The time comes in as an argument.' },
  { selector: 'CallExpression[callee.name="randomUUID"]', message: 'Ids come in as arguments.' },
  { selector: 'MemberExpression[property.name="randomUUID"]', message: 'Ids come in as arguments.' },
];
const exportAll = { selector: 'ExportAllDeclaration', message: "Only a package's root index.ts re-exports." };
const publishing = {
  selector: 'CallExpression[callee.property.name="publish"][callee.object.name="tx"]',
  message: 'What others hear of an aggregate is said in one place: its *.publication.ts.',
};
const unsteady = {
  selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(only|skip)$/]',
  message: 'A test that does not run proves nothing.',
};
const literalSpread = {
  selector: 'SpreadElement[argument.type=/^(Object|Array)Expression$/]',
  message: 'Write the members out: a spread literal switches the check for excess properties off.',
};
const driverFiles = drivers.map((name) => (name === 'tools' ? 'tools/**' : `apps/${name}/**`));
const globals = (...denied) => ['error', { globals: denied.flat(), checkGlobalObject: true }];

/** The boundaries once more in Nx's words: circles, apps and tags, seen on the project graph. */
const boundaries = (options) => [
  'error',
  {
    checkDynamicDependenciesExceptions: ['.*'],
    // a lib's specs use testing, which uses the lib
    ignoredCircularDependencies: anyLib.map((lib) => ['@waybill/testing', `@waybill/${lib}`]),
    ...options,
  },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', '.nx/**', '.waybill/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx, waybill },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'waybill/imports': 'error',
      'waybill/file-name': 'error',
      'waybill/migration': 'error',
      '@nx/enforce-module-boundaries': boundaries({ depConstraints: depConstraints({ testing: false }) }),
      'no-restricted-globals': globals(timers),
      'no-restricted-properties': ['error', race],
      'no-restricted-syntax': ['error', exportAll, unsteady, literalSpread],
      'no-restricted-imports': ['error', { paths: [...timerModules, inMemoryBus] }],
      '@typescript-eslint/no-explicit-any': 'error',
      // injected classes need a value import: the decorator metadata names them at run time
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    // What is longer has more than one subject. Specs are lists of cases, and generated files are read by nobody.
    files: ['{apps,libs,tools}/**/*.{ts,mjs}'],
    ignores: [specs, 'libs/client/src/openapi/**'],
    rules: { 'max-lines': ['error', 300] },
  },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './examples/*/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
        // Probes lint texts that are not on the disk; a single run would read the disk.
        disallowAutomaticSingleRunInference: true,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: [specs],
    rules: {
      '@nx/enforce-module-boundaries': boundaries({ depConstraints: depConstraints({ testing: true }) }),
    },
  },
  {
    files: driverFiles,
    rules: {
      '@nx/enforce-module-boundaries': boundaries({
        depConstraints: depConstraints({ testing: true }),
        allow: ['\\.app\\.js$', `^@waybill/(${sharedDrivers.join('|')})$`],
      }),
    },
  },
  {
    files: ['apps/*/src/**/*.ts'],
    ignores: ['**/*.publication.ts', specs, ...driverFiles],
    rules: { 'no-restricted-syntax': ['error', exportAll, unsteady, literalSpread, publishing] },
  },
  {
    files: apps.map((name) => `apps/${name}/src/**/*.ts`),
    ignores: [specs, '**/*.fixture.ts', 'apps/order/src/corpus/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'error' },
  },
  {
    files: ['libs/*/src/index.ts', ...sharedDrivers.map((name) => `apps/${name}/src/index.ts`)],
    rules: { 'no-restricted-syntax': ['error', unsteady, literalSpread] },
  },
  {
    files: realTimers,
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-imports': ['error', { paths: [inMemoryBus] }],
    },
  },
  {
    files: pure.map(({ files }) => files),
    ignores: [specs],
    rules: {
      'no-restricted-globals': globals(timers, world),
      'no-restricted-properties': ['error', race, ...chance],
      'no-restricted-syntax': ['error', exportAll, unsteady, literalSpread, ...now],
    },
  },
);
