export * from './event-store.js';
export * from './tables.js';
