import type { OrderCommand, ProcessRun } from './order.repository.js';

/** What tests keep of a command that no release has. */
export const TEST_COMMAND = { name: 'test.command', input: {} } as const;

/** A command for `OrderRepository.change`. */
export function testCommand<Run extends ProcessRun = ProcessRun>(
  decide: OrderCommand<Run>['decide'],
): OrderCommand<Run> {
  return { ...TEST_COMMAND, decide };
}
