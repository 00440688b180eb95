import { main } from '@waybill/platform';
import { paymentApp } from './payment.app.js';

await main(paymentApp);
