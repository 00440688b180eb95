import { main } from '@waybill/platform';
import { housekeeping } from './housekeeping.js';

await main(housekeeping);
