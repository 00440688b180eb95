// `npm run tutorial`: executes the steps of docs/tutorial.md in a copy of the repository.
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, eventually } from '@waybill/testing';
import { makeScratchCopy, removeScratchCopy, startIn, stopwatch, succeedIn } from './scratch/scratch-copy.js';
import { type Step, applied, isAnswer, stepsOf } from './tutorial/steps.js';

const say = stopwatch();
const copy = makeScratchCopy('tutorial');
const staying: ChildProcess[] = [];
let interrupted = false;
const killAll = (): void => staying.forEach((child) => child.kill('SIGINT'));
const interrupt = (): void => {
  interrupted = true;
  killAll();
};
process.once('SIGINT', interrupt).once('SIGTERM', interrupt);

try {
  for (const step of stepsOf(readFileSync(join(ROOT, 'docs/tutorial.md'), 'utf8'))) {
    if (interrupted) throw new Error('interrupted');
    await take(step);
  }
  say('the tutorial does what it says');
} finally {
  await endAll();
  removeScratchCopy(copy);
}

async function endAll(): Promise<void> {
  killAll();
  await Promise.all(staying.splice(0).map(ended));
}

async function take(step: Step): Promise<void> {
  switch (step.does) {
    case 'file': {
      const file = join(copy, step.file);
      mkdirSync(dirname(file), { recursive: true });
      return writeFileSync(file, step.text);
    }
    case 'change': {
      const file = join(copy, step.file);
      return writeFileSync(file, applied(readFileSync(file, 'utf8'), step));
    }
    case 'command':
      say(step.command);
      return void (await succeedIn(copy, step.command));
    case 'stays':
      say(step.command);
      return stay(step.command, step.until);
    case 'end':
      return endAll();
    case 'question':
      say(step.command);
      return eventually(
        async () => {
          const { output: answer } = await succeedIn(copy, step.command);
          if (!isAnswer(answer, step.answer)) throw new Error(`it answers ${answer}, and not ${step.answer}`);
        },
        { within: 120_000, every: 1_000 },
      );
  }
}

/** Starts a command in the background, and waits until it has printed `until`. */
function stay(command: string, until: string): Promise<void> {
  const child = startIn(copy, command);
  staying.push(child);
  let output = '';
  return new Promise((resolve, reject) => {
    const heard = (chunk: Buffer): void => {
      output += chunk;
      if (output.includes(until)) resolve();
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    void ended(child).then((code) => reject(new Error(`${command} ended with ${code}:\n${output}`)));
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
}
