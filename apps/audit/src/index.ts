export * from './audit.js';
export * from './audit-metrics.js';
export * from './audit-platform.js';
export type * from './audit-records.js';
export * from './equations.js';
export * from './findings.js';
export * from './lines.js';
export * from './rows.js';
export * from './run-audit.js';
