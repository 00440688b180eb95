import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@waybill/testing';
import { fulfilmentSaga as fulfilment } from '../../apps/order/src/order.app.js';

type State = typeof fulfilment.initial;
type Input = Parameters<typeof fulfilment.decide>[1];
type Step = keyof State['steps'];

const STEPS = Object.keys(fulfilment.initial.steps) as Step[];
const WHY = { code: '', detail: '' };

const succeeded = (step: Step): Input => ({ type: 'succeeded', fact: { step } as never });
const refused = (step: Step): Input => ({ type: 'refused', step, why: WHY });

/** The commands that the saga sends in answer to these inputs, in words; what it takes back is answered until it rests. */
function commandsAfter(...inputs: readonly Input[]): string[] {
  let state = fulfilment.initial;
  const sent: string[] = [];
  const waiting = [...inputs];
  for (let input = waiting.shift(); input; input = waiting.shift()) {
    const decision = fulfilment.decide(state, input);
    state = decision.state;
    for (const { step, undo } of decision.send ?? []) {
      sent.push(undo ? `undo_${step}` : step);
      if (undo) waiting.push({ type: 'undone', step: step as Step });
    }
  }
  return sent;
}

const upTo = (step: Step): Input[] => [
  { type: 'placed' },
  ...STEPS.slice(0, STEPS.indexOf(step)).map(succeeded),
];
/** What is taken back, in its order, when this step is refused; when it is confirmed and then cancelled. */
const afterRefusal = (step: Step) => commandsAfter(...upTo(step), refused(step)).filter(isUndo);
const afterCancellation = () =>
  commandsAfter({ type: 'placed' }, ...STEPS.map(succeeded), { type: 'cancel' }).filter(isUndo);

function isUndo(name: string): boolean {
  return name.startsWith('undo_');
}

function commandOf(name: string): string {
  const { ask, undo } = fulfilment.steps[name.replace('undo_', '') as Step];
  return (isUndo(name) ? undo : ask)?.type.type ?? '';
}

/** The saga as a Mermaid flowchart: what is asked for, and the way back from each refusal. */
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
    const { patienceMs } = fulfilment.steps[step];
    const back = afterRefusal(step).map((name) => `\`${commandOf(name)}\``);
    const cells = [
      step,
      `\`${commandOf(step)}\``,
      `${patienceMs / 1_000} s`,
      `\`${commandOf(`undo_${step}`)}\``,
    ];
    return `| ${[...cells, back.join(', ') || 'nothing'].join(' | ')} |`;
  });
  return [
    '| step | command | waited for | taken back by | taken back when it is refused |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** A declaration of a file, from its first line to its last. */
function excerpt(path: string, name: string): string {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const found = new RegExp(`^(?:export )?(?:function|const|class) ${name}\\b[\\s\\S]*?^\\};?$`, 'm').exec(
    text,
  );
  if (!found) throw new Error(`${path} has no ${name}`);
  return [`\`\`\`ts from=${path}`, found[0], '```'].join('\n');
}

/** docs/sagas.md with the parts between its marks made anew. */
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
