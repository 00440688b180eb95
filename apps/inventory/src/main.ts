import { main } from '@waybill/platform';
import { inventoryApp } from './inventory.app.js';

await main(inventoryApp);
