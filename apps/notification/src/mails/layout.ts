import { Html, html } from './html.js';
import { type Block, type Content, type Step, WHY_UNVERIFIED, greetingOf } from './content.js';

const INK = '#1b2430';
const QUIET = '#5d6878';
const LINE = '#e4e8ee';
const PANEL = '#f6f8fa';
const FONT = `font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif`;
const TONES = {
  good: { strong: '#12805c', soft: '#e7f5ef' },
  bad: { strong: '#b3372b', soft: '#fbecea' },
  neutral: { strong: '#2f5bd0', soft: '#eaf0fd' },
} as const;
const STEPS: readonly (readonly [Step, string])[] = [
  ['placed', 'Placed'],
  ['confirmed', 'Confirmed'],
  ['shipped', 'Shipped'],
  ['delivered', 'Delivered'],
];

/** One column of tables with inline styles, which every mail client can display. */
export function layout(content: Content): string {
  const { subject, preview, heading, tone, customerName, blocks, step, orderId, choiceUrl } = content;
  const { strong, soft } = TONES[tone];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>${subject}</title>
      </head>
      <body style="margin:0;padding:0;background:#f3f5f8;${FONT};color:${INK}">
        <div style="display:none;max-height:0;overflow:hidden;opacity:0">${preview}</div>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f5f8">
          <tr>
            <td align="center" style="padding:32px 12px">
              <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px">
                <tr>
                  <td
                    style="padding:0 4px 16px;font-size:18px;font-weight:700;letter-spacing:-.01em;color:${INK}"
                  >
                    <span
                      style="display:inline-block;width:11px;height:11px;margin-right:8px;border-radius:3px;background:${TONES.neutral.strong}"
                    ></span
                    >Waybill
                  </td>
                </tr>
                <tr>
                  <td style="background:#ffffff;border:1px solid ${LINE};border-radius:12px;overflow:hidden">
                    <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
                      <tr>
                        <td style="padding:28px 32px 24px;background:${soft}">
                          <h1
                            style="margin:0;font-size:24px;line-height:1.25;font-weight:700;letter-spacing:-.02em;color:${strong}"
                          >
                            ${heading}
                          </h1>
                        </td>
                      </tr>
                      ${step ? progress(step, strong) : html``}
                      <tr>
                        <td style="padding:24px 32px 8px;font-size:16px;line-height:1.55">
                          <p style="margin:0 0 16px">${greetingOf(customerName)}</p>
                          ${blocks.map(htmlOf)}
                        </td>
                      </tr>
                    </table>
                  </td>
                </tr>
                <tr>
                  <td style="padding:18px 4px 0;font-size:13px;line-height:1.5;color:${QUIET}">
                    ${footer(orderId, choiceUrl)}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html> `.markup;
}

function progress(step: Step, colour: string): Html {
  const reached = STEPS.findIndex(([name]) => name === step);
  const cells = STEPS.map(([, label], index) => {
    const done = index <= reached;
    const bar = done ? colour : LINE;
    const ink = index === reached ? `color:${INK};font-weight:600` : `color:${QUIET}`;
    return html`<td width="25%" style="padding:0 3px">
      <div style="height:4px;border-radius:2px;background:${bar};font-size:0;line-height:0">&nbsp;</div>
      <div style="padding-top:7px;font-size:13px;${ink}">${label}</div>
    </td>`;
  });
  return html`<tr>
    <td style="padding:22px 29px 0">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
        <tr>
          ${cells}
        </tr>
      </table>
    </td>
  </tr>`;
}

function htmlOf(block: Block): Html {
  if ('paragraph' in block) return html`<p style="margin:0 0 16px">${block.paragraph}</p>`;
  if ('facts' in block) return facts(block.facts);
  return goods(block);
}

function facts(pairs: readonly (readonly [string, string])[]): Html {
  const rows = pairs.map(
    ([name, value]) =>
      html`<tr>
        <td valign="top" style="padding:5px 16px 5px 0;font-size:15px;color:${QUIET};white-space:nowrap">
          ${name}
        </td>
        <td valign="top" width="100%" style="padding:5px 0;font-size:15px;word-break:break-word">
          ${linesOf(value)}
        </td>
      </tr>`,
  );
  return html`<table
    role="presentation"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    style="margin:0 0 20px;background:${PANEL};border-radius:8px"
  >
    <tr>
      <td style="padding:8px 16px">
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
          ${rows}
        </table>
      </td>
    </tr>
  </table>`;
}

function linesOf(value: string): Html[] {
  return value.split('\n').map((line, index) => (index === 0 ? html`${line}` : html`<br />${line}`));
}

function goods({ goods, sums }: Extract<Block, { goods: unknown }>): Html {
  const head = `padding:8px 0;font-size:13px;font-weight:400;color:${QUIET};border-bottom:1px solid ${LINE}`;
  const cell = `padding:10px 0;border-bottom:1px solid ${LINE};font-size:15px;word-break:break-word`;
  const amount = 'white-space:nowrap;font-variant-numeric:tabular-nums';
  const rows = goods.map(
    ({ name, quantity, price }) =>
      html`<tr>
        <td style="${cell}">${name}</td>
        <td align="right" style="${cell};padding-left:12px;color:${QUIET};${amount}">${quantity}</td>
        <td align="right" style="${cell};padding-left:20px;${amount}">${price}</td>
      </tr>`,
  );
  const totals = sums.map(([name, value], index) => {
    const weight =
      index === sums.length - 1 ? 'font-weight:700;font-size:16px' : `font-size:15px;color:${QUIET}`;
    return html`<tr>
      <td colspan="2" style="padding:${index === 0 ? '12px' : '4px'} 0 4px;${weight}">${name}</td>
      <td align="right" style="padding:${index === 0 ? '12px' : '4px'} 0 4px;${weight};${amount}">
        ${value}
      </td>
    </tr>`;
  });
  return html`<table
    width="100%"
    cellpadding="0"
    cellspacing="0"
    style="margin:0 0 20px;border-collapse:collapse"
  >
    <tr>
      <th align="left" style="${head}">Item</th>
      <th align="right" style="${head};padding-left:12px">Quantity</th>
      <th align="right" style="${head};padding-left:20px">Price</th>
    </tr>
    ${rows}${totals}
  </table>`;
}

function footer(orderId: string | undefined, choiceUrl: string | undefined): Html {
  const why = choiceUrl
    ? html`${WHY_UNVERIFIED}<br /><a href="${choiceUrl}" style="color:${QUIET}">${choiceUrl}</a>`
    : html`You get this mail because you are a customer of a shop that runs on Waybill.`;
  return orderId === undefined ? why : html`Order ${orderId}<br />${why}`;
}
