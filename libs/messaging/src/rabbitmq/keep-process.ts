import { MessageChannel } from 'node:worker_threads';

/**
 * Keeps the process running until the returned function is called. A consumer without a server has no socket, and its timers are
 * unreferenced, so Node would exit in the middle of the wait.
 */
export function keepProcess(): () => void {
  const { port1 } = new MessageChannel();
  port1.ref();
  return () => port1.close();
}
