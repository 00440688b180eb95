import { main } from '@waybill/platform';
import { shippingApp } from './shipping.app.js';

await main(shippingApp);
