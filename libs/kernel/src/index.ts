export * from './aggregate-root.js';
export * from './errors.js';
export * from './message.js';
export * from './money.js';
export * from './pace.js';
export * from './ports.js';
export * from './timers.js';
export * from './upcast.js';
