import type { Block, Content } from './content.js';
import { layout } from './layout.js';
import { plainText } from './plain-text.js';

export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** `choiceUrl`: where the owner of an address that is not verified confirms or stops the mails. */
export function write(content: Content, choiceUrl?: string): Mail {
  const shown = { ...content, blocks: content.blocks.flatMap(filled), ...(choiceUrl && { choiceUrl }) };
  return { subject: shown.subject, text: plainText(shown), html: layout(shown) };
}

/** Without facts that have no value: a mail to an unverified address has no name, address or reason. */
function filled(block: Block): Block[] {
  if (!('facts' in block)) return [block];
  const facts = block.facts.filter(([, value]) => value !== '');
  return facts.length > 0 ? [{ facts }] : [];
}
