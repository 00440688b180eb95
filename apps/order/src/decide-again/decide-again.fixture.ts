import type { StoredEvent } from '@waybill/event-store';
import { DomainError, type Preconditions, present } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { KeptDecision } from '@waybill/saga';
import { wakeOverdue } from '../fulfilment/overdue.js';
import { ImportOrder } from '../imports/import-order.js';
import type { CommandName } from '../orders/command-names.js';
import { CancelOrder } from '../orders/commands/cancel-order.js';
import { ChangeAddress } from '../orders/commands/change-address.js';
import { ChangeDraft } from '../orders/commands/change-draft.js';
import { ChangeLines } from '../orders/commands/change-lines.js';
import { DraftOrder } from '../orders/commands/draft-order.js';
import { PlaceDraft } from '../orders/commands/place-draft.js';
import { PlaceOrder } from '../orders/commands/place-order.js';
import { ReceiveReturn, RequestReturn } from '../orders/commands/return-goods.js';
import type { OrderEvent } from '../orders/domain/order.events.js';
import { Order } from '../orders/domain/order.js';
import { type Contact, contacts } from '../orders/order-summary.js';
import type { OrderWorld } from './order-world.fixture.js';

/** One command or message as it was stored: with its first event, or in the log of the saga. */
export interface KeptRun {
  readonly name: string;
  /** Its type depends on the command; the entry in `COMMANDS` declares it. */
  readonly input: never;
  readonly version: number;
  readonly at: Date;
  readonly context: { readonly messageId: string; readonly userId: string | undefined };
  readonly decision: KeptDecision | undefined;
  readonly events: readonly StoredEvent[];
}

/** All runs of an order, oldest first. */
export function keptRuns(
  events: readonly StoredEvent[],
  decisions: readonly KeptDecision[],
): readonly KeptRun[] {
  const withEvents = events.flatMap((event): KeptRun[] => {
    const { command, causationId: messageId, userId } = event.metadata;
    if (!command) return [];
    const version = event.version - 1;
    return [
      {
        name: command.name,
        input: asStored(command.input),
        version,
        at: event.at,
        context: { messageId, userId },
        decision: decisions.find((one) => one.version === version && !one.kept),
        events: events.filter(({ metadata }) => metadata.causationId === messageId),
      },
    ];
  });
  const withoutEvents = decisions.flatMap((decision): KeptRun[] => {
    const { given: name, version, kept } = decision;
    if (!kept) return [];
    const { input, at, id: messageId, by: userId } = kept;
    const context = { messageId, userId };
    return [{ name, input: asStored(input), version, at: new Date(at), context, decision, events: [] }];
  });
  // With equal versions, runs without events come first: the run with events raised the version.
  return [...withoutEvents, ...withEvents].sort((a, b) => a.version - b.version);
}

/** As read from a JSON column. */
function asStored(input: object): never {
  return JSON.parse(JSON.stringify(input)) as never;
}

/** Thrown when a run needs personal data that was erased. */
export class ContactErased extends Error {}

type By = { readonly by: Pick<Principal, 'subject' | 'admin'> };
type Again<Input> = (
  world: OrderWorld,
  run: Omit<KeptRun, 'input'> & { readonly input: Input },
  about: About,
) => Promise<unknown>;
interface About {
  readonly orderId: string;
  contact(id: string): Contact;
}

function by({ input }: { readonly input: By }): Principal {
  return { ...input.by, tenant: 'default', operator: false };
}

function again<Input>(decide: Again<Input>): Again<never> {
  return decide;
}

interface Conditional {
  readonly preconditions?: Preconditions;
  /** Of earlier releases: the one version in If-Match. */
  readonly seenVersion?: number;
}

/** A context with the same user, message id and preconditions. */
function contextOf(
  world: OrderWorld,
  { context, input }: Pick<KeptRun, 'context'> & { readonly input: unknown },
) {
  const { seenVersion, preconditions = seenVersion === undefined ? undefined : { match: [seenVersion] } } =
    (input ?? {}) as Conditional;
  return { ...world.context('http', context), preconditions };
}

/** The id in a reference to the customer's words. */
function idOf(reason: string): string {
  return reason.slice(reason.indexOf(':') + 1);
}

type Placement = By & { readonly contact: string; readonly lines: never; readonly paymentMethod: string };

/** How each command is decided again. A new command name does not compile without an entry here. */
const COMMANDS: Readonly<Record<CommandName, Again<never>>> = {
  PlaceOrder: again<Placement>((world, run, { contact }) => {
    const { by: _, contact: id, ...request } = run.input;
    const { address: shippingAddress, customerName: name, email } = contact(id);
    const customer = { ...by(run), name, ...(email && { email }) };
    world.nextIds.push(id);
    const placed = { ...request, shippingAddress, email: email ?? undefined };
    return world.handlers.place.execute(new PlaceOrder(placed, customer, contextOf(world, run)));
  }),
  ImportOrder: again<Omit<Placement, 'by'> & { readonly soldAt: string }>((world, run, { contact }) => {
    const { contact: id, soldAt, paymentMethod, ...sold } = run.input;
    const { address: shippingAddress, customerName, email } = contact(id);
    const context = contextOf(world, run);
    world.nextIds.push(id);
    const order = { ...sold, soldAt: new Date(soldAt), shippingAddress, customerName, email } as never;
    return world.handlers.import.execute(new ImportOrder(order, paymentMethod, context));
  }),
  DraftOrder: again<Placement>((world, run, { orderId, contact }) => {
    const { lines, paymentMethod, contact: id } = run.input;
    const shippingAddress = id === undefined ? undefined : contact(id).address;
    const context = contextOf(world, run);
    world.nextIds.push(orderId);
    const request = { lines, paymentMethod, ...(shippingAddress && { shippingAddress }) };
    return world.handlers.draft.execute(new DraftOrder(request, by(run), context));
  }),
  ChangeDraft: again<By & { readonly sku: string }>((world, run, { orderId }) => {
    const { by: _, ...item } = run.input;
    return world.handlers.changeDraft.execute(new ChangeDraft(orderId, item, by(run), contextOf(world, run)));
  }),
  PlaceDraft: again<Placement>((world, run, { orderId, contact }) => {
    const { by: _, contact: id, ...terms } = run.input;
    const { email } = contact(id);
    const context = contextOf(world, run);
    world.nextIds.push(id);
    const request = { ...terms, email: email ?? undefined };
    return world.handlers.placeDraft.execute(new PlaceDraft(orderId, request, by(run), context));
  }),
  ChangeLines: again<By & { readonly lines: never }>((world, run, { orderId, contact }) => {
    const { by: _, ...change } = run.input;
    // Taxes depend on the country.
    const moved = world.events(orderId).findLast(({ type }) => type === 'order.shipping-address-changed');
    contact((moved?.data as { readonly contact: string } | undefined)?.contact ?? orderId);
    return world.handlers.changeLines.execute(
      new ChangeLines(orderId, change, by(run), contextOf(world, run)),
    );
  }),
  ChangeAddress: again<By & { readonly contact: string }>((world, run, { orderId, contact }) => {
    const { by: _, contact: id, ...change } = run.input;
    const context = contextOf(world, run);
    const { address } = contact(id);
    world.nextIds.push(id);
    return world.handlers.changeAddress.execute(
      new ChangeAddress(orderId, { ...change, address }, by(run), context),
    );
  }),
  CancelOrder: again<By & { readonly reason: string }>((world, run, { orderId }) => {
    const { by: _, reason, ...cancellation } = run.input;
    const command = new CancelOrder(orderId, { ...cancellation, reason }, by(run), contextOf(world, run));
    world.nextIds.push(idOf(reason));
    return world.handlers.cancel.execute(command);
  }),
  RequestReturn: again<By & { readonly lines: never; readonly reason: string }>((world, run, { orderId }) => {
    const { by: _, ...wanted } = run.input;
    const command = new RequestReturn(orderId, wanted, by(run), contextOf(world, run));
    world.nextIds.push(idOf(wanted.reason));
    return world.handlers.requestReturn.execute(command);
  }),
  ReceiveReturn: again<{ readonly returnId: string; readonly lines: never }>((world, run, { orderId }) => {
    const { returnId, lines } = run.input;
    return world.handlers.receiveReturn.execute(
      new ReceiveReturn({ orderId, returnId }, lines, contextOf(world, run)),
    );
  }),
  WakeSaga: again((world, { context: { messageId } }, { orderId: id }) =>
    wakeOverdue(world.orders, { next: () => messageId })({ id, tenant: 'default' }),
  ),
  RetrySaga: again<{ readonly by: string }>((world, run, { orderId }) =>
    world.orders.change(contextOf(world, run), orderId, {
      name: 'RetrySaga',
      input: run.input,
      decide: ({ process }) => process.retry(run.input.by),
    }),
  ),
  ResolveSaga: again<{ readonly step: string; readonly by: string }>((world, run, { orderId }) =>
    world.orders.change(contextOf(world, run), orderId, {
      name: 'ResolveSaga',
      input: run.input,
      decide: ({ process }) => process.resolve({ ...run.input, note: 'decided again' }),
    }),
  ),
};

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** Why a run could not be decided again. Its stored events are recorded instead. */
export interface Undecidable {
  readonly name: string;
  readonly why: string;
}

/** Decides all runs of an order again, oldest first, in a service that does not have the order yet. Refused runs are included. */
export async function decideAgain(
  stored: OrderWorld,
  orderId: string,
  world: OrderWorld,
): Promise<readonly Undecidable[]> {
  const undecidable: Undecidable[] = [];
  const contact = (id: string): Contact => {
    const found = stored.database.rows(contacts).find((row) => row.id === id);
    if (!found) throw new ContactErased(`the contact ${id} is erased, or was never stored`);
    return found;
  };
  for (const run of keptRuns(stored.events(orderId), stored.saga(orderId)?.decisions ?? [])) {
    world.clock.advance(run.at.getTime() - world.clock.now().getTime());
    try {
      await decideOne(world, run, { orderId, contact });
    } catch (error) {
      if (error instanceof ContactErased) {
        undecidable.push({ name: run.name, why: error.message });
        await takeOver(world, orderId, run);
      } else if (!(error instanceof DomainError) || error.code !== run.decision?.refused) throw error;
    }
  }
  return undecidable;
}

function decideOne(world: OrderWorld, run: KeptRun, about: About): Promise<unknown> {
  const { name, input, decision } = run;
  if (isCommand(name)) return COMMANDS[name](world, run, about);
  const { answers, attempt } = decision ?? {};
  const cause = answers === undefined ? 'nothing' : world.commandId(about.orderId, answers, attempt);
  return world.receive(name, input, { ...contextOf(world, run), consumer: 'order.fulfilment' }, cause);
}

/** Records the stored events of a run. A refused run has none. */
async function takeOver(world: OrderWorld, orderId: string, { name, input, context, events }: KeptRun) {
  if (events.length === 0) return;
  const record = (order: Order): void => {
    for (const { type, data, at } of events) recordAs(order, { type, data, at } as OrderEvent);
  };
  const command = { name: name as CommandName, input };
  const own = world.context('http', context);
  if (present(events[0], 'the event').version === 1) {
    await world.orders.add(own, () => {
      const order = new Order(orderId);
      record(order);
      return Promise.resolve({ order, command });
    });
  } else await world.orders.change(own, orderId, { ...command, decide: ({ order }) => record(order) });
}

function recordAs(order: Order, { type, data, at }: OrderEvent): void {
  (order as unknown as { record(type: string, data: unknown, at: Date): void }).record(type, data, at);
}
