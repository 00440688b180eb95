export * from './event-log.js';
export * from './event-store.js';
export * from './projections/desk.js';
export * from './projections/projection.js';
export * from './projections/projector.js';
export * from './projections/tables.js';
export * from './snapshots.js';
export * from './tables.js';
