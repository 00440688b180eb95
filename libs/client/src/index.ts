export * from './waybill.js';
export * from './waybill-error.js';
