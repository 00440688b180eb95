/** Where an instance may crash: before it asks the world and before it hears the answer. */
const CALLS: Readonly<Record<string, number>> = {
  ...{
    open: 0.0008,
    begin: 0.0008,
    load: 0.0006,
    list: 0.004,
    commit: 0.0015,
    rollback: 0.01,
    standing: 0.1,
  },
  ...{ publish: 0.002, read: 0.0005, move: 0.002, lease: 0.001, subscribe: 0.02 },
  ...{ perform: 0.004, 'offset commit': 0.001 },
};

/** Every kind of fault, and how probable it is where it could happen. */
export const RATES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    Object.entries(CALLS).flatMap(([call, rate]) => [
      [`crash before ${call}`, rate],
      [`crash after ${call}`, rate],
    ]),
  ),
  'database connection lost': 0.0008,
  deadlock: 0.001,
  'transaction lost': 0.003,
  'commit answer lost, done': 0.003,
  'commit answer lost, not done': 0.003,
  'commit answer lost, done later': 0.003,
  'message lost before send': 0.005,
  'batch sent in part': 0.005,
  'send answer lost': 0.005,
  'message delayed': 0.003,
  'message doubled': 0.005,
  'keys reordered': 0.02,
  'handler fails': 0.008,
  'poison message': 0.002,
  'consumer set back': 0.004,
  'instance paused': 0.006,
  'clock of an instance jumps': 0.006,
  'clock of a database jumps': 0.004,
  'gateway: no answer, nothing done': 0.03,
  'gateway: no answer, done': 0.04,
  'gateway: late answer': 0.03,
  'gateway: takes another amount': 0.01,
  'carrier: no answer, nothing done': 0.03,
  'carrier: no answer, done': 0.04,
  'carrier: late answer': 0.03,
  'mail: no answer, nothing done': 0.02,
  'mail: no answer, done': 0.02,
  'webhook lost': 0.1,
  'webhook doubled': 0.1,
  'webhook late': 0.1,
};
