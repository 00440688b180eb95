/** An act of an admin or operator, as far as it is known before it is done. The unit of work records it in the trail. */
export interface Act {
  readonly subject: string;
  readonly tenant: string;
  readonly role: 'admin' | 'operator';
  /** IP address of the client, or the name of the machine for an act without a request. */
  readonly address: string;
  /** Operation id of the route, or name of the command. */
  readonly operation: string;
  readonly target?: string | undefined;
  readonly reason?: string | undefined;
  readonly correlationId: string;
  /** The route is for customers, too: not recorded if the caller changes their own data. */
  readonly unlessOwn?: boolean;
}

/** What only the handler knows of an act. Personal data of customers is named by the id of its row, never copied. */
export interface ActDetails {
  /** Id of what is changed; default: that of the route. */
  readonly target?: string;
  /** Id of the customer whose data it is. */
  readonly owner?: string | null;
  readonly before?: object | null;
  readonly after?: object | null;
  readonly reason?: string | null;
}
