import type { CommittedMessages } from '@waybill/outbox';
import {
  type Begun,
  type Changes,
  type Claim,
  CommitInDoubt,
  type Database,
  type ListRequest,
  type LoadRequest,
  type MemoryDatabase,
  type Session,
} from '@waybill/unit-of-work';
import type { SimulatedProcess } from './simulated-process.js';
import type { World } from './world.js';

/** The in-memory database for one process: connections fail, transactions conflict, and responses get lost. */
export class SimulatedDatabase implements Database {
  constructor(
    private readonly process: SimulatedProcess,
    private readonly memory: MemoryDatabase,
    private readonly world: World,
    private readonly service: string,
  ) {}

  async open(): Promise<Session> {
    return this.process.call('open', async () => {
      this.lost();
      return new SimulatedSession(this.process, await this.memory.open(), this.world, this.service);
    });
  }

  standing(claims: readonly Claim[]): Promise<readonly Claim[]> {
    return this.process.call('standing', async () => {
      this.lost();
      const standing = await this.memory.standing(claims);
      this.world.recovered(`commit in doubt: was ${standing.length > 0 ? 'committed' : 'not committed'}`);
      return standing;
    });
  }

  private lost(): void {
    if (this.world.faults.hits('database connection lost')) throw refused('ECONNRESET', 'connection lost');
  }
}

class SimulatedSession implements Session {
  private claims: readonly Claim[] = [];
  /** The commit is in flight and cannot be cancelled. */
  private gone = false;

  constructor(
    private readonly process: SimulatedProcess,
    private readonly inner: Session,
    private readonly world: World,
    private readonly service: string,
  ) {
    process.ended.add(this.cut);
  }

  /** The server notices the lost connection and releases its locks. */
  private readonly cut = (): void => {
    this.world.time.after(this.world.latency(), () => void this.abandon());
  };

  begin(
    claims: readonly Claim[],
    loads?: readonly LoadRequest[],
    lists?: readonly ListRequest[],
  ): Promise<Begun> {
    return this.process.call('begin', async () => {
      this.fail();
      const begun = await this.held(this.inner.begin(claims, loads && this.asked(loads), lists));
      this.claims = this.world.naive === 'claims' ? claims : begun.fresh;
      const at = this.world.naive === 'database clock' ? this.process.clock.now() : begun.at;
      return { ...begun, at, fresh: this.claims };
    });
  }

  load(requests: readonly LoadRequest[]): Promise<(object | undefined)[]> {
    return this.process.call('load', () => {
      this.fail();
      return this.held(this.inner.load(this.asked(requests)));
    });
  }

  private asked(requests: readonly LoadRequest[]): readonly LoadRequest[] {
    return this.world.naive === 'locks' ? requests.map((one) => ({ ...one, lock: false })) : requests;
  }

  list(requests: readonly ListRequest[]): Promise<object[][]> {
    return this.process.call('list', () => {
      this.fail();
      return this.inner.list(requests);
    });
  }

  async commit(
    changes: readonly Changes[],
    unclaim: readonly Claim[],
  ): Promise<CommittedMessages | undefined> {
    const { faults, time, naive } = this.world;
    const written = await this.process.call('commit', async () => {
      if (faults.hits('transaction lost')) throw refused('40001', 'could not serialize access');
      if (faults.hits('commit answer lost, not done')) {
        await this.inner.rollback();
        throw new CommitInDoubt('connection lost');
      }
      if (faults.hits('commit answer lost, done later')) {
        this.gone = true;
        time.after(this.world.chance.between(50, 3_000), () => void this.late(changes, unclaim));
        throw new CommitInDoubt('connection lost');
      }
      const messages = await this.apply(changes, unclaim);
      if (faults.hits('commit answer lost, done')) throw new CommitInDoubt('connection lost');
      return messages;
    });
    this.process.ended.delete(this.cut);
    // Other sessions see the commit before the response arrives.
    await this.process.wait(this.world.latency());
    return written && (naive === 'earlier messages' ? { ...written, earlier: [] } : written);
  }

  async rollback(): Promise<void> {
    await this.process.call('rollback', () => this.abandon());
    this.process.ended.delete(this.cut);
  }

  private async late(changes: readonly Changes[], unclaim: readonly Claim[]): Promise<void> {
    try {
      await this.apply(changes, unclaim);
      this.world.recovered('commit in doubt: committed later');
    } catch {
      await this.inner.rollback();
    }
  }

  private async apply(
    changes: readonly Changes[],
    unclaim: readonly Claim[],
  ): Promise<CommittedMessages | undefined> {
    const written = await this.inner.commit(changes, unclaim);
    const given = new Set(unclaim.map(nameOf));
    const stand = this.claims.map(nameOf).filter((name) => !given.has(name));
    this.world.committed(this.service, stand, changes);
    return written;
  }

  private async abandon(): Promise<void> {
    if (!this.gone) await this.inner.rollback();
  }

  /** Releases locks that were granted after the connection was lost. */
  private async held<T>(asked: Promise<T>): Promise<T> {
    const answer = await asked;
    if (!this.process.alive) await this.abandon();
    return answer;
  }

  private fail(): void {
    if (this.world.faults.hits('database connection lost')) throw refused('ECONNRESET', 'connection lost');
    if (this.world.faults.hits('deadlock')) throw refused('40P01', 'deadlock detected');
  }
}

function nameOf({ consumer, messageId }: Claim): string {
  return `${consumer} ${messageId}`;
}

function refused(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
