import { z } from 'zod';

/** How an order is driven to its confirmation. Chosen when the order is placed, and carried by `order.placed`. */
export const fulfilmentMode = z.enum(['orchestrated', 'choreographed', 'hybrid']);
export type FulfilmentMode = z.infer<typeof fulfilmentMode>;

/** The setting `FULFILMENT` of the services that fulfil orders. */
export const fulfilment = fulfilmentMode.default('orchestrated').meta({
  description:
    'How orders are driven to their confirmation. `orchestrated`: a saga of the order service sends commands. `choreographed`: each service reacts to the events of the others. `hybrid`: as orchestrated, but shipments are picked, packed and labelled within one step of the saga. The setting of the order service counts for new orders; each order keeps its mode. See [sagas](sagas.md)',
});

/** In messages that start something in choreographed mode. */
export const choreographed = z.boolean().optional().meta({
  description:
    'Whether the order is in choreographed mode, so that services react to this message. Absent in messages of older releases',
});

/** What choreography handlers hear. Undefined in messages of older releases: the setting decides about those. */
export function isChoreographed(data: { readonly choreographed?: boolean | undefined }): boolean | undefined {
  return data.choreographed;
}

/** What choreography handlers hear of `order.placed`, which names the mode in every version. */
export function isPlacedChoreographed({ fulfilment }: { readonly fulfilment: FulfilmentMode }): boolean {
  return fulfilment === 'choreographed';
}

/** Whether the order that a message or a row is about is in choreographed mode, as far as it says so. */
interface ModeOfOrder {
  readonly choreographed?: boolean | null | undefined;
}

/** The setting `FULFILMENT` of a service that fulfils orders: it decides only about messages of older releases, which do not say. */
export class FulfilmentSetting {
  constructor(private readonly mode: FulfilmentMode) {}

  isChoreographed({ choreographed }: ModeOfOrder): boolean {
    return choreographed ?? this.mode === 'choreographed';
  }

  /** The act, which does nothing for a message of an older release about an order of another mode. */
  onlyChoreographed<Tx>(data: ModeOfOrder, act: (tx: Tx) => Promise<void>): (tx: Tx) => Promise<void> {
    return async (tx) => {
      if (this.isChoreographed(data)) await act(tx);
    };
  }
}
