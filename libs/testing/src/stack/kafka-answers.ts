import { connect } from 'node:net';

// ApiVersions v0, correlation id 1, no client id: the one request that every broker answers without knowing us
const request = Buffer.from('0000000a0012000000000001ffff', 'hex');

/**
 * Resolves if a broker answers at `host:port`. An open port is not enough: it opens seconds before the broker has
 * joined its cluster, and only then are requests answered.
 */
export function kafkaAnswers(address: string, timeoutMs = 2_000): Promise<void> {
  const { hostname, port } = new URL(`kafka://${address}`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const settle = (error?: Error): void => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.setTimeout(timeoutMs, () => settle(new Error(`no answer from ${address}`)));
    socket.once('connect', () => socket.write(request));
    socket.once('error', settle);
    socket.once('end', () => settle(new Error(`${address} closed the connection`)));
    socket.once('data', () => settle());
  });
}
