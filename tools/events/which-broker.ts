const HINT = `Name it: KAFKA_BROKERS=host:port npm run events -- …
  of npm run demo       nothing to name: its order service on port 3000 is asked
  of docker compose     KAFKA_BROKERS=localhost:19092`;

interface Readiness {
  readonly dependencies?: readonly { readonly name: string; readonly address: string }[];
}

/** The Kafka to read: the given one, or that of the demo on this machine. Throws an error that says what to do. */
export async function whichBroker(named = process.env['KAFKA_BROKERS']): Promise<string> {
  if (named) return named.replace(/^kafka:\/\//, '');
  const order = 'http://127.0.0.1:3000/health/ready';
  const answer = await fetch(order, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  const readiness = (await answer?.json().catch(() => undefined)) as Readiness | undefined;
  const address = readiness?.dependencies?.find(({ name }) => name === 'broker')?.address;
  if (!address) throw new Error(`Which Kafka? ${HINT}`);
  if (address.startsWith('kafka://')) return address.replace('kafka://', '');
  throw new Error(
    `The platform on this machine runs on ${address}, and only Kafka can be read from outside.\n${HINT}`,
  );
}
