export * from './auth.js';
export * from './bootstrap.js';
export * from './database.js';
export * from './http/paging.js';
export * from './http/problem.js';
export * from './http/request-context.js';
export { systemClock, uuids } from './runtime/shell-runtime.js';
export * from './service-app.js';
export * from './settings.js';
