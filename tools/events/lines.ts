import type { Branch } from './tree.js';

interface Line {
  readonly branch: Branch;
  /** The branch lines of the tree, and the message type. */
  readonly drawn: string;
}

/** The trees as text: time since the first message, type, service, and the end of the id, which is unique enough. */
export function linesOf(trees: readonly Branch[]): string[] {
  const lines = trees.flatMap((tree) => [{ branch: tree, drawn: nameOf(tree) }, ...draw(tree.children, '')]);
  const times = lines.flatMap(({ branch: { message } }) => (message ? [message.time.getTime()] : []));
  const start = Math.min(...times);
  const width = Math.max(...lines.map(({ branch, drawn }) => (branch.message ? drawn.length : 0)));
  return lines.map(({ branch: { id, message, times: published }, drawn }) => {
    if (!message) return `${' '.repeat(12)}${drawn}`;
    const offset = `+${message.time.getTime() - start} ms`.padStart(10);
    const again = published > 1 ? `  published ${published} times` : '';
    return `${offset}  ${drawn.padEnd(width)}  ${message.service}  ${id.slice(-8)}${again}`;
  });
}

function draw(branches: readonly Branch[], indent: string): Line[] {
  return branches.flatMap((branch, index): Line[] => {
    const last = index === branches.length - 1;
    return [
      { branch, drawn: `${indent}${last ? '└─' : '├─'} ${nameOf(branch)}` },
      ...draw(branch.children, `${indent}${last ? '   ' : '│  '}`),
    ];
  });
}

function nameOf({ id, message }: Branch): string {
  return message?.type ?? `${id} (no message: an HTTP request, a timer, or older than the topics)`;
}
