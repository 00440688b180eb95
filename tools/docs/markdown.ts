import { type Token, type Tokens, lexer, walkTokens } from 'marked';

/** All tokens of a page in order, including nested ones. */
export function tokensOf(text: string): Token[] {
  const all: Token[] = [];
  void walkTokens(lexer(text), (token) => void all.push(token));
  return all;
}

/** Parses the info string of a code block: the language, and `name=value` pairs. */
export function blockOf({ lang = '' }: Tokens.Code): { readonly language: string } & Info {
  const [language = '', ...pairs] = lang.split(' ');
  return { language, ...(Object.fromEntries(pairs.map((pair) => pair.split('='))) as Info) };
}

type Info = Readonly<Partial<Record<'from' | 'file' | 'run' | 'until' | 'answer', string>>>;

/** The text of a heading. */
export function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) => ('tokens' in token && token.tokens ? plain(token.tokens) : (token as Tokens.Text).text))
    .join('');
}
