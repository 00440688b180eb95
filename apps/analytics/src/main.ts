import { main } from '@waybill/platform';
import { analyticsApp } from './analytics.app.js';

await main(analyticsApp);
