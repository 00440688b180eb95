import type { OrderCommand, ProcessRun } from './order.repository.js';

/** The stored form of a test's command; no release has a command of this name. */
export const TEST_COMMAND = { name: 'test.command', input: {} } as const;

export function testCommand<Run extends ProcessRun = ProcessRun>(
  decide: OrderCommand<Run>['decide'],
): OrderCommand<Run> {
  return { ...TEST_COMMAND, decide };
}
