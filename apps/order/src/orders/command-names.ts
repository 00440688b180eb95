/** The commands of an order. Their names are stored and never change; a test decides each of them again. */
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
