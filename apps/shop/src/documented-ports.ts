import { LISTENERS, SERVICES } from '@waybill/contracts';
import { isFree } from '@waybill/testing';
import { type Place, takePlace } from './running-place.js';

/** Where a service listens in the demo: from 3000, in their order. */
const PORTS = Object.fromEntries([...SERVICES, ...LISTENERS].map((name, place) => [name, 3000 + place]));
const SANDBOX_PORTS = { gateway: 3010, carrier: 3011, smtp: 3025, inbox: 3026 };

/** The ports that the README documents, by the service or stand-in that listens there. */
export const DOCUMENTED_PORTS: Readonly<Record<string, number>> = { ...PORTS, ...SANDBOX_PORTS };

/**
 * Runs a platform on the documented ports, of which one at a time may run. Throws one line, before anything is started, if another command runs
 * one or if a port is in use.
 */
export async function onDocumentedPorts<T>(command: string, run: (place: Place) => Promise<T>): Promise<T> {
  const place = takePlace(command);
  try {
    await refuseTakenPorts();
    return await run(place);
  } finally {
    place.leave();
  }
}

/** Throws one line with every documented port that is in use, and what it is for. */
async function refuseTakenPorts(): Promise<void> {
  const taken = await Promise.all(
    Object.entries(DOCUMENTED_PORTS).map(async ([name, port]) =>
      (await isFree(port)) ? [] : [`${port} (${name})`],
    ),
  );
  if (taken.flat().length === 0) return;
  throw new Error(
    `these ports are in use: ${taken.flat().join(', ')}; stop what listens there and try again`,
  );
}
