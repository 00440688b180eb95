export * from './catalog.js';
export * from './customer.js';
export * from './inventory.js';
export * from './notification.js';
export * from './order.js';
export * from './payment.js';
export * from './registry.js';
export * from './shipping.js';
export { type Address } from './values.js';
