import 'reflect-metadata';
import { parentPort } from 'node:worker_threads';
import { run } from './run.js';

// One seed in, one result out.
parentPort!.on('message', (seed: number) => {
  void run({ seed }).then((result) => parentPort!.postMessage(result));
});
