import { DomainError, type ErrorType } from '@waybill/kernel';

/** Counts what is open at the same time, for each of those who share a limit. */
export class AtMost {
  private readonly open = new Map<string, number>();

  constructor(
    /** 0 for any number. */
    private readonly most: number,
    private readonly error: ErrorType,
  ) {}

  /** Call the returned function once when it is closed. Throws the error beyond the limit. */
  enter(who: string): () => void {
    const count = this.open.get(who) ?? 0;
    if (this.most > 0 && count >= this.most)
      throw new DomainError(this.error, `${this.most} may be open at the same time, and all of them are.`);
    this.open.set(who, count + 1);
    return () => {
      const left = this.open.get(who)! - 1;
      if (left > 0) this.open.set(who, left);
      else this.open.delete(who);
    };
  }
}
