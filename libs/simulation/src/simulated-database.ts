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
import type { Life } from './life.js';
import type { World } from './world.js';

/** The twin as one instance reaches it: over a network that fails, with transactions that lose, and answers that get lost. */
export class SimulatedDatabase implements Database {
  constructor(
    private readonly life: Life,
    private readonly twin: MemoryDatabase,
    private readonly world: World,
    private readonly service: string,
  ) {}

  async open(): Promise<Session> {
    return this.life.call('open', async () => {
      this.lost();
      return new SimulatedSession(this.life, await this.twin.open(), this.world, this.service);
    });
  }

  standing(claims: readonly Claim[]): Promise<readonly Claim[]> {
    return this.life.call('standing', async () => {
      this.lost();
      const standing = await this.twin.standing(claims);
      this.world.recovered(`commit in doubt: found ${standing.length > 0 ? 'done' : 'undone'}`);
      return standing;
    });
  }

  private lost(): void {
    if (this.world.faults.hits('database connection lost')) throw refused('ECONNRESET', 'connection lost');
  }
}

class SimulatedSession implements Session {
  private claims: readonly Claim[] = [];
  /** The commit is on its way, and nobody can call it back. */
  private gone = false;

  constructor(
    private readonly life: Life,
    private readonly inner: Session,
    private readonly world: World,
    private readonly service: string,
  ) {
    life.ended.add(this.cut);
  }

  /** The server notices that the connection is gone, and lets go what it held. */
  private readonly cut = (): void => {
    this.world.time.after(this.world.latency(), () => void this.abandon());
  };

  begin(claims: readonly Claim[], loads?: readonly LoadRequest[]): Promise<Begun> {
    return this.life.call('begin', async () => {
      this.fail();
      const begun = await this.held(this.inner.begin(claims, loads && this.asked(loads)));
      this.claims = this.world.naive === 'claims' ? claims : begun.fresh;
      const at = this.world.naive === 'database clock' ? this.life.clock.now() : begun.at;
      return { ...begun, at, fresh: this.claims };
    });
  }

  load(requests: readonly LoadRequest[]): Promise<(object | undefined)[]> {
    return this.life.call('load', () => {
      this.fail();
      return this.held(this.inner.load(this.asked(requests)));
    });
  }

  private asked(requests: readonly LoadRequest[]): readonly LoadRequest[] {
    return this.world.naive === 'locks' ? requests.map((one) => ({ ...one, lock: false })) : requests;
  }

  list(requests: readonly ListRequest[]): Promise<object[][]> {
    return this.life.call('list', () => {
      this.fail();
      return this.inner.list(requests);
    });
  }

  async commit(changes: readonly Changes[], unclaim: readonly Claim[]): Promise<void> {
    const { faults, time } = this.world;
    await this.life.call('commit', async () => {
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
      await this.apply(changes, unclaim);
      if (faults.hits('commit answer lost, done')) throw new CommitInDoubt('connection lost');
    });
    this.life.ended.delete(this.cut);
    // Others see it before its author knows.
    await this.life.wait(this.world.latency());
  }

  async rollback(): Promise<void> {
    await this.life.call('rollback', () => this.abandon());
    this.life.ended.delete(this.cut);
  }

  private async late(changes: readonly Changes[], unclaim: readonly Claim[]): Promise<void> {
    try {
      await this.apply(changes, unclaim);
      this.world.recovered('commit in doubt: done later');
    } catch {
      await this.inner.rollback();
    }
  }

  private async apply(changes: readonly Changes[], unclaim: readonly Claim[]): Promise<void> {
    await this.inner.commit(changes, unclaim);
    const given = new Set(unclaim.map(nameOf));
    const stand = this.claims.map(nameOf).filter((name) => !given.has(name));
    this.world.committed(this.service, stand, changes);
  }

  private async abandon(): Promise<void> {
    if (!this.gone) await this.inner.rollback();
  }

  /** Locks may be granted to a connection that is gone. */
  private async held<T>(asked: Promise<T>): Promise<T> {
    const answer = await asked;
    if (!this.life.alive) await this.abandon();
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
