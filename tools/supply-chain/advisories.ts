/** What `npm audit --json` prints; without `vulnerabilities` it could not ask. */
export interface AuditReport {
  readonly message?: string;
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
}

interface Vulnerability {
  readonly name: string;
  readonly severity: string;
  readonly range: string;
  /** Advisories, and names of vulnerable dependencies. */
  readonly via: readonly (string | { readonly title: string; readonly url: string })[];
  readonly fixAvailable: unknown;
}

export interface Verdict {
  readonly lines: readonly string[];
  readonly failed: boolean;
}

const SERIOUS = new Set(['high', 'critical']);

/** The text and the result of the check. It fails for high and critical advisories, and not if the source cannot be reached. */
export function verdictOn({ vulnerabilities, message }: AuditReport): Verdict {
  if (!vulnerabilities) {
    const why = message ?? 'npm printed no report';
    return { lines: [`NOT CHECKED: the source of advisories cannot be reached (${why})`], failed: false };
  }
  const found = Object.values(vulnerabilities);
  if (found.length === 0) return { lines: ['No advisory concerns a package of the image.'], failed: false };
  const lines = found.flatMap(({ name, severity, range, via, fixAvailable }) => [
    `${severity}: ${name} ${range}${fixAvailable ? ', fixed by an update' : ', no fix yet'}`,
    ...via.map((cause) =>
      typeof cause === 'string' ? `  through ${cause}` : `  ${cause.title} ${cause.url}`,
    ),
  ]);
  return { lines, failed: found.some(({ severity }) => SERIOUS.has(severity)) };
}
