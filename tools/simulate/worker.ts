import 'reflect-metadata';
import { parentPort } from 'node:worker_threads';
import { type RunOptions, run } from './run.js';

// Receives the options of a run and sends its result.
parentPort!.on('message', (options: RunOptions) => {
  void run(options).then((result) => parentPort!.postMessage(result));
});
