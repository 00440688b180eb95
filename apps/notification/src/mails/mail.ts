import type { Content } from './content.js';
import { layout } from './layout.js';
import { plainText } from './plain-text.js';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export function write(content: Content): Mail {
  return { subject: content.subject, text: plainText(content), html: layout(content) };
}
