/** The commands of an order. The names are stored and never change. The tests in decide-again/ cover each of them. */
export const COMMAND_NAMES = [
  'PlaceOrder',
  'ImportOrder',
  'DraftOrder',
  'ChangeDraft',
  'PlaceDraft',
  'ChangeLines',
  'ChangeAddress',
  'CancelOrder',
  'RequestReturn',
  'ReceiveReturn',
  'WakeSaga',
  'RetrySaga',
  'ResolveSaga',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];
