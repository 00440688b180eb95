import type { Database, Session } from '@waybill/unit-of-work';

/** Wraps a database and replaces some methods of its sessions. */
export function overrideSession(
  database: Database,
  change: (session: Session) => Partial<Session>,
): Database {
  return {
    standing: (claims) => database.standing(claims),
    async open() {
      const session = await database.open();
      return {
        begin: (claims, loads, lists) => session.begin(claims, loads, lists),
        load: (requests) => session.load(requests),
        list: (requests) => session.list(requests),
        commit: (changes, unclaim) => session.commit(changes, unclaim),
        rollback: () => session.rollback(),
        ...change(session),
      };
    },
  };
}

/** Reads rows without locks, so that concurrent handlers do not see each other. */
export function unlocked(database: Database): Database {
  return overrideSession(database, (session) => ({
    load: (requests) => session.load(requests.map((request) => ({ ...request, lock: false }))),
  }));
}
