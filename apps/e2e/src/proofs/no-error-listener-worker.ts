import { unitOfWorkPool } from '@waybill/platform';

// A naive service: the pool of a real one without an error listener for its idle connections.
const pool = unitOfWorkPool(process.env['DATABASE_URL']!, 'no-listener').removeAllListeners('error');
await pool.query('SELECT 1');
process.send!('idle');
process.on('disconnect', () => process.exit());
