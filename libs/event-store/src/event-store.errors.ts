import { defineErrors } from '@waybill/kernel';

export const eventStoreErrors = defineErrors({
  VERSION_CONFLICT: {
    status: 409,
    description: 'The stream has changed since it was loaded.',
  },
  REBUILD_RUNS: { status: 422, description: 'The view is being rebuilt or verified.' },
  // A stored stream that is broken is a fault of the service, not of the request.
  STREAM_EMPTY: { status: 500, description: 'A stored stream has no events.' },
  STREAM_NOT_BEGUN: {
    status: 500,
    description: 'The first event of a stored stream has a type that cannot be first.',
  },
  STREAM_GAP: { status: 500, description: 'An event of a stored stream is missing.' },
});
