// Texts that probes are made of.

export const ours = ['waybill/imports'];
export const oursAndNx = ['waybill/imports', '@nx/enforce-module-boundaries'];
export const name = ['waybill/file-name'];
export const from = (specifier) => `import '${specifier}';\n`;
export const lib = (name) => from(`@waybill/${name}`);
/** A file of a domain. */
export const domain = 'apps/order/src/orders/domain/order.ts';
