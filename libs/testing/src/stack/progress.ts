/** Receives one line of progress, without a line break. */
export type Say = (line: string) => void;

export const silent: Say = () => undefined;

/** What is told while servers and services start. */
export interface Progress {
  /** From now on this one is awaited. `logFile` may be shown when it takes long. */
  starts(name: string, logFile: string): void;
  /** What one that is not up yet waits for, in a few words; called with each change. */
  waits(name: string, what: string): void;
  isUp(name: string): void;
}

export const untold: Progress = {
  starts: () => undefined,
  waits: () => undefined,
  isUp: () => undefined,
};
