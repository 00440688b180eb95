export * from './leases.js';
export * from './migrations.js';
export * from './outbox-message.js';
export { parkedKeys, retryParkedKey } from './parked-keys.js';
export * from './relay.js';
export * from './shards.js';
export * from './replication/replication-relay.js';
export * from './replication/slot.js';
export * from './replication/slot-problem.js';
