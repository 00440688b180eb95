import { z } from 'zod';

/** Something that mail clients turn into a link: a scheme, `www.`, or a domain with a path. */
const WEB_ADDRESS = /[a-z][a-z0-9+.-]*:\/\/|www\.|[a-z0-9-]\.[a-z]{2,}\/|@/i;

/**
 * The name of a person, which stands in mails. Without control, formatting and unpaired surrogate characters, which can hide what it
 * says, and without web and mail addresses, so that nobody is sent an advertisement as a greeting.
 */
export const personName = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u, 'must contain no control characters')
    .regex(/[\p{L}\p{N}]/u, 'must contain a letter')
    .refine((name) => !WEB_ADDRESS.test(name), 'must contain no web or mail address');
