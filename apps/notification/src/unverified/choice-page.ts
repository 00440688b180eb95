export type Choice = 'confirmed' | 'stopped';

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;color:#1b2430;max-width:32rem;margin:4rem auto;padding:0 1rem}
button{font:inherit;padding:.6rem 1rem;margin:.4rem .4rem 0 0;border:1px solid #1b2430;border-radius:6px;background:#fff;cursor:pointer}`;

/** The forms' targets are relative to the page, so that it works behind a path of a proxy. */
export function choicePage(token: string): string {
  const form = (action: string, label: string) =>
    `<form method="post" action="${encodeURIComponent(token)}/${action}"><button>${label}</button></form>`;
  return page(`<h1>Mails about orders</h1>
    <p>Somebody gave your mail address with an order in this shop. Do you want mails about such orders?</p>
    ${form('confirm', 'Yes, the address is mine')}${form('stop', 'No, send no more mails')}`);
}

export function chosenPage(choice: Choice): string {
  return page(
    choice === 'confirmed'
      ? '<h1>Thank you</h1><p>Your address is confirmed.</p>'
      : '<h1>No more mails</h1><p>This shop sends no more mails about orders to this address.</p>',
  );
}

function page(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mails about orders</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}
