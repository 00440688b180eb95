export { allApps, appOf } from './apps.js';
export * from './audit-role.js';
export * from './clients.js';
export * from './declared-handlers.js';
export * from './documented-ports.js';
export * from './operator.js';
export * from './platform.js';
export * from './running-place.js';
export * from './service-apis.js';
