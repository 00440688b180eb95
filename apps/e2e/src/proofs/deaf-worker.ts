import { unitOfWorkPool } from '@waybill/platform';

// A naive service: the pool of a real one, with nobody who listens to the errors of its idle connections.
const pool = unitOfWorkPool(process.env['DATABASE_URL']!, 'deaf').removeAllListeners('error');
await pool.query('SELECT 1');
process.send!('idle');
process.on('disconnect', () => process.exit());
