import { singleLine } from './inputs.js';

/** Something that mail clients turn into a link: a scheme, `www.`, or a domain with a path. */
const WEB_ADDRESS = /[a-z][a-z0-9+.-]*:\/\/|www\.|[a-z0-9-]\.[a-z]{2,}\/|@/i;
/** Formatting characters and unpaired surrogates, except the joiners and marks that Persian, Arabic and Hebrew names need. */
const HIDDEN = /(?![\u200c-\u200f\u061c])[\p{Cf}\p{Cs}]/u;

/**
 * The name of a person, which stands in mails. Without hidden characters, which can change what it says, and without web and mail addresses,
 * so that no greeting is an advertisement.
 */
export const personName = (most: number) =>
  singleLine(most)
    .regex(/[\p{L}\p{N}]/u, 'must contain a letter')
    .refine((name) => !HIDDEN.test(name), 'must contain no hidden characters')
    .refine((name) => !WEB_ADDRESS.test(name), 'must contain no web or mail address');
