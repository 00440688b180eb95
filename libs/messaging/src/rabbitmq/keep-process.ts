import { MessageChannel } from 'node:worker_threads';

/**
 * Keeps the process running until the answer is called. A consumer whose server is away has no socket, and a pending timer
 * holds nothing: its process would end, without an error, in the middle of the wait.
 */
export function keepProcess(): () => void {
  const { port1 } = new MessageChannel();
  port1.ref();
  return () => port1.close();
}
