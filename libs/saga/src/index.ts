export * from './deadlines.js';
export * from './definition.js';
export * from './migrations.js';
export * from './process-manager.js';
export * from './saga.js';
export * from './schema.js';
export * from './sweeper.js';
export { sagaErrors } from './saga.errors.js';
