import { main } from '@waybill/platform';
import { orderApp } from './order.app.js';

await main(orderApp);
