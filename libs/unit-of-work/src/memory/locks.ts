/** Row locks of the in-memory database: first come, first served; a deadlock fails with 40P01 like in Postgres. */
export class Locks {
  private readonly holders = new Map<string, object>();
  private readonly queues = new Map<string, { owner: object; grant: () => void }[]>();
  private readonly waitsFor = new Map<object, string>();

  async acquire(name: string, owner: object): Promise<void> {
    const holder = this.holders.get(name);
    if (holder === owner) return;
    if (!holder) {
      this.holders.set(name, owner);
      return;
    }
    if (this.wouldDeadlock(holder, owner)) {
      throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
    }
    this.waitsFor.set(owner, name);
    await new Promise<void>((grant) => {
      const queue = this.queues.get(name) ?? [];
      this.queues.set(name, [...queue, { owner, grant }]);
    });
  }

  releaseAll(owner: object): void {
    for (const [name, holder] of this.holders) {
      if (holder !== owner) continue;
      const [next, ...rest] = this.queues.get(name) ?? [];
      if (!next) {
        this.holders.delete(name);
        continue;
      }
      this.holders.set(name, next.owner);
      // Immediately, and not when the new owner continues: otherwise it would seem to wait for itself.
      this.waitsFor.delete(next.owner);
      this.queues.set(name, rest);
      next.grant();
    }
  }

  private wouldDeadlock(holder: object, owner: object): boolean {
    let current: object | undefined = holder;
    while (current) {
      if (current === owner) return true;
      const name = this.waitsFor.get(current);
      current = name === undefined ? undefined : this.holders.get(name);
    }
    return false;
  }
}
