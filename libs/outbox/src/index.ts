export * from './leases.js';
export * from './migrations.js';
export * from './outbox-message.js';
export * from './relay.js';
export * from './shards.js';
