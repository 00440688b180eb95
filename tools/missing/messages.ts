import { PHASES } from '@waybill/contracts';
import { GOLDEN, sampleOf } from '../contracts/samples.js';
import type { Facts } from './facts.js';
import { type Missing, placeOf } from './missing.js';

const CONTRACTS = 'libs/contracts/src/';
const REGISTRY = `${CONTRACTS}registry.ts`;

/** Events without a place on the timeline, contracts that are not registered, golden samples without a contract. */
export function missingContracts({ contracts, goldens, sources }: Facts): Missing[] {
  const types = new Map(contracts.map((contract) => [contract.type, contract]));
  const fileOf = (type: string): string =>
    placeOf(sources, new RegExp(`type: '${type}'`), CONTRACTS) ?? CONTRACTS;
  const placed = contracts.flatMap(({ type, kind, story }): Missing[] => {
    if (kind === 'command') return [];
    const file = fileOf(type);
    if (!story)
      return [{ says: `the event ${type} has no place in the event storming: give it a \`story\``, file }];
    if (!Object.hasOwn(PHASES, story.phase))
      return [
        { says: `the story of ${type} names the phase ${story.phase}, which PHASES does not have`, file },
      ];
    if (story.after === undefined) return [];
    if (types.get(story.after)?.story?.phase !== story.phase)
      return [
        { says: `${type} stands after ${story.after}, which is no event of the phase ${story.phase}`, file },
      ];
    return isCircle(type, types)
      ? [{ says: `${type} stands after itself: ${story.after} leads back`, file }]
      : [];
  });
  const written = [...sources]
    .filter(([file]) => file.startsWith(CONTRACTS))
    .flatMap(([, text]) => [...text.matchAll(/contract\(\{\s*type: '([\w.-]+)'/g)].map(([, type]) => type!));
  const unregistered = written
    .filter((type) => !types.has(type))
    .map((type) => ({
      says: `the contract ${type} (${fileOf(type)}) is not registered: add its module to \`all\``,
      file: REGISTRY,
    }));
  const samples = goldens.flatMap((path): Missing[] => {
    const { message, version } = sampleOf(path);
    const known = types.get(message)?.version ?? 0;
    return version <= known
      ? []
      : [
          {
            says: `the golden sample ${message} of version ${version} has no contract: declare it, or remove the sample if it was never released`,
            file: `${GOLDEN}/${path}`,
          },
        ];
  });
  return [...placed, ...unregistered, ...samples];
}

function isCircle(type: string, types: ReadonlyMap<string, Facts['contracts'][number]>): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = type; at !== undefined; at = types.get(at)?.story?.after) {
    if (seen.has(at)) return at === type;
    seen.add(at);
  }
  return false;
}

/** Consumer groups whose topics are not registered, and registered ones without a handler. */
export function missingConsumers({ handlers, readers }: Facts): Missing[] {
  const heard = new Map(handlers.map(({ group, topic, file }) => [`${group} ${topic}`, file]));
  const missing = [...heard].flatMap(([pair, file]): Missing[] => {
    const [group, topic] = pair.split(' ');
    return readers.includes(pair)
      ? []
      : [
          {
            says: `${file} reads ${topic}, but READERS does not list the group ${group} there`,
            file: REGISTRY,
          },
        ];
  });
  const idle = readers.flatMap((pair): Missing[] => {
    const [group, topic] = pair.split(' ');
    return heard.has(pair)
      ? []
      : [{ says: `READERS lists the group ${group} for ${topic}, which it does not read`, file: REGISTRY }];
  });
  return [...missing, ...idle];
}

/** Hot spots that name a message or declaration that does not exist. */
export function missingHotSpots({ hotSpots, contracts, sources }: Facts): Missing[] {
  const file = 'tools/storming/hot-spots.ts';
  const types = contracts.map(({ type }) => type);
  return hotSpots.flatMap(({ question, about, file: where, name }) => [
    ...about
      .filter((type) => !types.includes(type))
      .map((type) => ({
        says: `the hot spot "${question}" names ${type}, which is not a message type`,
        file,
      })),
    ...(sources.get(where)?.includes(name)
      ? []
      : [{ says: `the hot spot "${question}" names ${name}, which ${where} does not have`, file }]),
  ]);
}
