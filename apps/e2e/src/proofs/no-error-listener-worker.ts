import { unitOfWorkPool } from '@waybill/platform';

// A naive service: its pool has no error listener, so an error on an idle connection ends the process.
const pool = unitOfWorkPool(process.env['DATABASE_URL']!, 'no-listener').removeAllListeners('error');
await pool.query('SELECT 1');
process.send!('idle');
process.on('disconnect', () => process.exit());
