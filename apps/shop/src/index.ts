export { allApps, appOf } from './apps.js';
export * from './audit-role.js';
export * from './clients.js';
export * from './declared-handlers.js';
export * from './demo-place.js';
export * from './operator.js';
export * from './platform.js';
export * from './service-apis.js';
