import type { Mail } from './mailbox.js';

const style = `
  body { font: 15px/1.5 system-ui, sans-serif; color: #1f2328; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  h1 { font-size: 1.3rem } a { color: #0b57d0; text-decoration: none } a:hover { text-decoration: underline }
  table { width: 100%; border-collapse: collapse } th { text-align: left; font-weight: 500; color: #59636e }
  th, td { padding: .45rem .6rem .45rem 0; border-bottom: 1px solid #e5e8eb; vertical-align: top }
  .quiet { color: #59636e } time { white-space: nowrap } dt { color: #59636e; float: left; width: 5rem }
  dd { margin: 0 0 .2rem 5rem } iframe { width: 100%; height: 28rem; border: 1px solid #d1d9e0; border-radius: 6px }
  pre { white-space: pre-wrap; background: #f6f8fa; padding: 1rem; border-radius: 6px }`;

export function listPage(mails: readonly Mail[]): string {
  const rows = mails.map(
    (
      mail,
    ) => `<tr><td><a href="/messages/${encodeURIComponent(mail.id)}">${escape(mail.subject) || '(no subject)'}</a></td>
      <td>${escape(mail.to.join(', '))}</td><td class="quiet">${time(mail)}</td></tr>`,
  );
  const head = '<tr><th>Subject</th><th>To</th><th>Arrived</th></tr>';
  const list =
    rows.length > 0 ? `<table>${head}${rows.join('')}</table>` : '<p class="quiet">No mail here.</p>';
  return layout('Inbox', `<h1>Inbox</h1>${list}`);
}

export function mailPage(mail: Mail): string {
  const html = mail.html ? `<iframe sandbox title="Mail" srcdoc="${escape(mail.html)}"></iframe>` : '';
  const text = mail.text ? `<h2 class="quiet">Text</h2><pre>${escape(mail.text)}</pre>` : '';
  return layout(
    mail.subject,
    `<p><a href="/">← Inbox</a></p><h1>${escape(mail.subject) || '(no subject)'}</h1>
    <dl><dt>From</dt><dd>${escape(mail.from)}</dd><dt>To</dt><dd>${escape(mail.to.join(', '))}</dd>
    <dt>Arrived</dt><dd>${time(mail)}</dd></dl>${html}${text}`,
  );
}

function layout(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
    <meta name="viewport" content="width=device-width"><style>${style}</style></head><body>${body}</body></html>`;
}

function time({ date }: Mail): string {
  return `<time datetime="${date}">${date.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
