import type { Book } from './books.js';
import { judge } from './equations.js';
import { type Equation, EQUATIONS, type Finding, type Moment } from './findings.js';

export interface Audit {
  readonly at: Date;
  /** Books that were read, by what they are about. */
  readonly books: Readonly<Record<Book['kind'], number>>;
  /** All findings per equation, those of operators' hands left out; 0 where it holds. */
  readonly counts: Readonly<Record<Equation, number>>;
  /** The first of each equation. */
  readonly findings: readonly Finding[];
  /** Settled by an operator's hand: counted apart. */
  readonly byHand: readonly Finding[];
}

/** So many findings of an equation are kept; all are counted. */
const KEPT = 100;

/** Judges book after book; what was judged is forgotten but for its findings. */
export class Auditor {
  private readonly books = { stock: 0, parcel: 0, return: 0, order: 0, message: 0, view: 0, waiting: 0 };
  private readonly counts = Object.fromEntries(Object.keys(EQUATIONS).map((name) => [name, 0])) as Record<
    Equation,
    number
  >;
  private readonly findings: Finding[] = [];
  private readonly byHand: Finding[] = [];

  constructor(private readonly moment: Moment) {}

  read(book: Book): void {
    this.books[book.kind]++;
    for (const finding of judge(book, this.moment)) {
      if (finding.byHand) this.byHand.push(finding);
      else if (++this.counts[finding.equation] <= KEPT) this.findings.push(finding);
    }
  }

  /** What was found so far. */
  result(): Audit {
    const { books, counts, findings, byHand } = this;
    return { at: this.moment.at, books, counts, findings, byHand };
  }
}

/** The audit of books that are at hand. */
export function audited(books: Iterable<Book>, moment: Moment): Audit {
  const auditor = new Auditor(moment);
  for (const book of books) auditor.read(book);
  return auditor.result();
}
