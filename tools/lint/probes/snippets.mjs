// Parts of probes.

export const ours = ['waybill/imports'];
export const oursAndNx = ['waybill/imports', '@nx/enforce-module-boundaries'];
export const name = ['waybill/file-name'];
export const from = (specifier) => `import '${specifier}';\n`;
export const lib = (name) => from(`@waybill/${name}`);
/** A file in a domain folder. */
export const domain = 'apps/order/src/orders/domain/order.ts';
