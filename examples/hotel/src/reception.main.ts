import { main } from '@waybill/platform';
import { reception } from './reception.js';

await main(reception);
