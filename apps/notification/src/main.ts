import { main } from '@waybill/platform';
import { notificationApp } from './notification.app.js';

await main(notificationApp);
