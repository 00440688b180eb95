import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileJournal } from './journal.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'data.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (id: string, value: string) => ({ kind: 'thing', id, value });

describe('the journal', () => {
  it('restores the newest value of each thing', () => {
    const journal = fileJournal(path);
    journal.append([entry('a', 'ä'), entry('b', 'old')]);
    journal.append([entry('b', 'new')]);
    journal.close();
    expect(fileJournal(path).restored('thing')).toEqual([entry('a', 'ä'), entry('b', 'new')]);
  });

  it('drops a line that a crash cut short, and goes on after it', () => {
    const journal = fileJournal(path);
    journal.append([entry('a', 'ä')]);
    journal.close();
    appendFileSync(path, '[{"kind":"thing","id":"b","val');
    const next = fileJournal(path);
    next.append([entry('c', 'third')]);
    next.close();
    expect(fileJournal(path).restored('thing')).toEqual([entry('a', 'ä'), entry('c', 'third')]);
  });
});
