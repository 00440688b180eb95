import pg from 'pg';
import type { Life } from './life.js';
import type { PoolTwin } from './pool-twin.js';
import type { World } from './world.js';

/** A pool as one instance has it: queries beside the shell, over a network that fails. */
export function simulatedPool(life: Life, twin: PoolTwin, world: World): pg.Pool {
  const query = (config: string | { text: string; values?: unknown[] }, values: unknown[] = []) => {
    const text = typeof config === 'string' ? config : config.text;
    const given = typeof config === 'string' ? values : (config.values ?? values);
    let known;
    try {
      known = twin.find(text);
    } catch (error) {
      // Whoever asks may take it for a database that is away, and ask again for ever.
      world.violated(String(error));
      throw error;
    }
    const { name, answer } = known;
    return life.call(name, () => {
      if (world.faults.hits('database connection lost'))
        throw Object.assign(new Error('connection lost'), { code: 'ECONNRESET' });
      const rows = answer(given);
      return { rows, rowCount: rows.length };
    });
  };
  // Controllers ask for it by its class.
  return Object.assign(Object.create(pg.Pool.prototype) as pg.Pool, { query });
}
