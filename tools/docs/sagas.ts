import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@waybill/testing';
import { PROCESS, fulfilmentSaga as fulfilment } from '../../apps/order/src/order.app.js';

type Input = Parameters<typeof fulfilment.decide>[1];
type State = Parameters<typeof fulfilment.decide>[0];

const INITIAL: State = { mode: 'orchestrated', goal: 'confirm', steps: {}, attempt: 0 };
const STEPS = PROCESS.map(({ step }) => step);
const WHY = { code: '', detail: '' };

const succeeded = (step: string): Input => ({ type: 'succeeded', step, fact: {} });
const refused = (step: string): Input => ({ type: 'refused', step, why: WHY });

/** The commands that the saga sends after these inputs. Compensations get successful replies until nothing is in flight. */
function commandsAfter(...inputs: readonly Input[]): string[] {
  let state = INITIAL;
  const sent: string[] = [];
  const waiting = [...inputs];
  for (let input = waiting.shift(); input; input = waiting.shift()) {
    const decision = fulfilment.decide(state, input);
    state = decision.state;
    for (const { step, undo } of decision.send ?? []) {
      sent.push(undo ? `undo_${step}` : step);
      if (undo) waiting.push({ type: 'undone', step });
    }
  }
  return sent;
}

const upTo = (step: string): Input[] => [
  { type: 'placed' },
  ...STEPS.slice(0, STEPS.indexOf(step)).map(succeeded),
];
/** The compensations in order: after a refusal of this step, and after a cancellation of a confirmed order. */
const afterRefusal = (step: string) => commandsAfter(...upTo(step), refused(step)).filter(isUndo);
const afterCancellation = () =>
  commandsAfter({ type: 'placed' }, ...STEPS.map(succeeded), { type: 'cancel' }).filter(isUndo);

function isUndo(name: string): boolean {
  return name.startsWith('undo_');
}

function rowOf(name: string): (typeof PROCESS)[number] {
  return PROCESS.find(({ step }) => step === name.replace('undo_', ''))!;
}

function commandOf(name: string): string {
  const { command, undo } = rowOf(name);
  return (isUndo(name) ? undo : command).type.type;
}

/** The saga as a Mermaid flowchart: its commands, and the compensation after each refusal. */
function diagram(): string {
  const way = commandsAfter({ type: 'placed' }, ...STEPS.map(succeeded));
  const edges = new Set<string>();
  const chain = (names: readonly string[], first = '-->') =>
    names
      .slice(1)
      .forEach((name, index) => edges.add(`${names[index]} ${index === 0 ? first : '-->'} ${name}`));
  chain(['placed', ...way, 'confirmed']);
  for (const step of STEPS) chain([step, ...afterRefusal(step), 'rejected'], '-. refused .->');
  const [first, ...rest] = afterCancellation();
  chain(['confirmed', first!], '-. cancelled .->');
  chain([first!, ...rest, 'cancelled']);
  const nodes = [...way, ...new Set([...STEPS.flatMap(afterRefusal), ...afterCancellation()])];
  return [
    'flowchart TD',
    '  placed([placed])',
    ...nodes.map((name) => `  ${name}["${commandOf(name)}"]`),
    '  confirmed([CONFIRMED])',
    '  rejected([REJECTED])',
    '  cancelled([CANCELLED])',
    ...[...edges].map((edge) => `  ${edge}`),
  ].join('\n');
}

function table(): string {
  const rows = STEPS.map((step) => {
    const { timeoutMs } = rowOf(step);
    const back = afterRefusal(step).map((name) => `\`${commandOf(name)}\``);
    const cells = [
      step,
      `\`${commandOf(step)}\``,
      `${timeoutMs / 1_000} s`,
      `\`${commandOf(`undo_${step}`)}\``,
    ];
    return `| ${[...cells, back.join(', ') || 'nothing'].join(' | ')} |`;
  });
  return [
    '| step | command | timeout | compensated by | compensated when it is refused |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** The code of a declaration in a file. */
function excerpt(path: string, name: string): string {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const found = new RegExp(`^(?:export )?(?:function|const|class) ${name}\\b[\\s\\S]*?^\\};?$`, 'm').exec(
    text,
  );
  if (!found) throw new Error(`${path} has no ${name}`);
  return [`\`\`\`ts from=${path}`, found[0], '```'].join('\n');
}

/** docs/sagas.md with regenerated parts between its marks. */
export function sagas(): string {
  const parts: Readonly<Record<string, (path: string, name: string) => string>> = {
    diagram: () => ['```mermaid', diagram(), '```'].join('\n'),
    table,
    code: excerpt,
  };
  return readFileSync(join(ROOT, 'docs/sagas.md'), 'utf8').replace(
    /(<!-- from the code: (\w+) ?(\S*) ?(\S*) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, begin: string, part: string, path: string, name: string, end: string) =>
      `${begin}\n${parts[part]!(path, name)}\n${end}`,
  );
}
