export * from './all-pages.js';
export * from './waybill.js';
export * from './waybill-error.js';
