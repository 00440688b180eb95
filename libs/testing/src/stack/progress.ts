/** Receives one line of progress, without a line break. */
export type Say = (line: string) => void;

export const silent: Say = () => undefined;
