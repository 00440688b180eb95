export * from './deadlines.js';
export * from './saga.js';
