import 'reflect-metadata';
import { parentPort } from 'node:worker_threads';
import { type RunOptions, run } from './run.js';

// One run’s options in, one result out.
parentPort!.on('message', (options: RunOptions) => {
  void run(options).then((result) => parentPort!.postMessage(result));
});
