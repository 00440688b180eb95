import { type Tree, generateFiles, names } from '@nx/devkit';
import { join } from 'node:path';
import { conclude } from '../decisions.js';
import {
  InputError,
  explain,
  insertAfter,
  insertBefore,
  read,
  refuseDeclared,
  refuseName,
  refuseTaken,
  replace,
} from '../edit.js';

interface Options {
  readonly name: string;
  readonly event: string;
  readonly actor: string;
}

const ORDERS = 'apps/order/src/orders';
const DOMAIN = `${ORDERS}/domain`;
const FEATURE = `${ORDERS}/orders.feature.ts`;
const AGAIN = 'apps/order/src/decide-again';

/** Generates a command of the order service: route, handler, rule, event, state, error code, golden file and glossary entries. */
export async function generate(tree: Tree, options: Options): Promise<() => void> {
  const { name, actor, event: fact } = options;
  refuseName(name, 'a use case');
  // The method of `hold-order` is `hold`.
  const act = name.replace(/-order$/, '');
  refuseName(fact, 'an event');
  const event = `order.${fact}`;
  for (const file of [`commands/${name}.ts`, `domain/${name}.ts`, `${name}.controller.ts`])
    refuseTaken(tree, `${ORDERS}/${file}`, 'a use case of this name');
  if (read(tree, `${DOMAIN}/order.events.ts`).includes(`'${event}'`))
    throw new InputError(`There is a domain event ${event} already: name another one with --event.`);
  const method = names(act).propertyName;
  const members = [`${DOMAIN}/order.ts`, 'libs/kernel/src/aggregate-root.ts'].map((file) => read(tree, file));
  if (new RegExp(`^ {2}(?:static |protected |get )*${method}[<(]`, 'm').test(members.join('\n')))
    throw new InputError(`Order has a method ${method} already: give the use case another name.`);
  const code = `${names(name).constantName}_REFUSED`;
  const { className, propertyName } = names(name);
  const state = names(fact).propertyName;
  const eventClass = `Order${names(fact).className}`;
  const errors = `${propertyName}Errors`;
  const rule = `may${names(act).className}`;
  const path = act === name ? name : act;
  const [verb = '', ...rest] = act.split('-');
  const summary = [thirdPerson(verb), 'an order', ...rest].join(' ');
  refuseDeclared(tree, `${DOMAIN}/order.events.ts`, eventClass);
  refuseDeclared(tree, `${DOMAIN}/order.ts`, rule);
  refuseDeclared(tree, FEATURE, `${className}Handler`, `${className}Controller`);
  if (new RegExp(`^ {2}readonly ${state}\\??:`, 'm').test(read(tree, `${DOMAIN}/order-state.ts`)))
    throw new InputError(`The state of an order has ${state} already: name another event with --event.`);
  generateFiles(tree, join(import.meta.dirname, 'files'), ORDERS, {
    name,
    actor,
    className,
    propertyName,
    method,
    event,
    fact,
    state,
    code,
    errors,
    rule,
    path,
    summary,
  });

  insertBefore(tree, `${ORDERS}/command-names.ts`, /^\] as const;/m, `  '${className}',\n`);
  insertBefore(
    tree,
    `${AGAIN}/decide-again.fixture.ts`,
    /^ {2}WakeSaga: again\(/m,
    `  // Decide: what of its input it is decided by\n  ${className}: again<By & { readonly reason: string }>((world, run, { orderId }) =>\n    world.orders.change(contextOf(world, run), orderId, {\n      name: '${className}',\n      input: run.input,\n      decide: ({ order }, { at }) => order.${method}(run.input.reason, at),\n    }),\n  ),\n`,
  );
  insertBefore(
    tree,
    `${AGAIN}/lives.fixture.ts`,
    /^ {2}choreographed: \{/m,
    `  // Decide: in which orders it is worth deciding again\n  '${name}': {\n    async live(life) {\n      await life.place();\n      const input = { reason: 'a test', by: { subject: 'c-17', admin: false } };\n      await life.change('${className}', input, ({ order }, { at }) => order.${method}(input.reason, at));\n    },\n  },\n`,
  );
  insertBefore(
    tree,
    `${DOMAIN}/order.events.ts`,
    /^\nexport type OrderEvent =\n/m,
    `/** Decide: say here what it means that this has happened, and what it holds */\nexport type ${eventClass} = DomainEvent<'${event}', { readonly reason: string }>;\n`,
  );
  replace(
    tree,
    `${DOMAIN}/order.events.ts`,
    /export type OrderEvent =([^;]*);/,
    (_, union) => `export type OrderEvent =${union}\n  | ${eventClass};`,
  );
  insertAfter(
    tree,
    `${DOMAIN}/order-state.ts`,
    /^interface Open extends Ordered \{\n/m,
    `  /** Decide: say here what the order remembers of it */\n  readonly ${state}?: { readonly reason: string };\n`,
  );
  insertBefore(
    tree,
    `${DOMAIN}/evolve.ts`,
    /^ {4}default:\n {6}return assertNever/m,
    `    case '${event}':\n      // Decide: the statuses that it can follow, and the state after it\n      return { ...after(before, type, ...OPEN), ${state}: data };\n`,
  );
  insertBefore(
    tree,
    `${DOMAIN}/order.ts`,
    /^\n {2}#return\(/m,
    `\n  /** Decide: say here what it does to the order */\n  ${method}(reason: string, at: Date): void {\n    if (${rule}(this.state)) this.record('${event}', { reason }, at);\n  }\n`,
  );
  insertBefore(
    tree,
    `${DOMAIN}/order.ts`,
    /^import .* from '\.\/order\.errors\.js';\n/m,
    `import { ${rule} } from './${name}.js';\n`,
  );
  insertBefore(
    tree,
    `${ORDERS}/order.publication.ts`,
    /^ +case 'order\.parcel-delivered':\n/m,
    `    // Decide: stays private, or \`npm run new -- event ${event}\`\n    case '${event}':\n`,
  );
  addToSpec(tree, { method, event, code });
  addToFeature(tree, { name, className, errors });
  explain(
    tree,
    'The shop',
    fact.split('-'),
    `An order is ${fact.replaceAll('-', ' ')} at a request, with its reason.`,
  );
  return conclude(
    tree,
    [
      {
        file: `${ORDERS}/order-view.ts`,
        pattern: /export const orderView/,
        says: 'show it to readers, if they should see it',
      },
      {
        file: 'apps/order/src/fulfilment/process.ts',
        pattern: /export const PROCESS/,
        says: 'whether a step of the fulfilment waits for it or ends by it',
      },
      {
        file: 'docs/glossary.md',
        pattern: new RegExp(`\\b${fact.split('-').at(-1)!}\\b`),
        says: 'say here what the words mean',
      },
    ],
    [
      'npm run contracts',
      'npm run docs',
      'npm run typecheck',
      'npm test -- apps/order/src/orders/domain tools/contracts/openapi.spec.ts',
    ],
  );
}

/** The third person of a verb, for the summary: "Holds" for hold. */
function thirdPerson(verb: string): string {
  const said = /(s|x|z|ch|sh)$/.test(verb)
    ? `${verb}es`
    : /[^aeiou]y$/.test(verb)
      ? `${verb.slice(0, -1)}ies`
      : `${verb}s`;
  return said[0]!.toUpperCase() + said.slice(1);
}

/** Adds the expected result of the command in each status to the specification. */
function addToSpec(
  tree: Tree,
  { method, event, code }: { method: string; event: string; code: string },
): void {
  const spec = `${DOMAIN}/order.spec.ts`;
  insertAfter(
    tree,
    spec,
    /^const acts = \{\n/m,
    `  ${method}: (order: Order) => order.${method}('a question', at),\n`,
  );
  replace(tree, spec, /(const rules: [^=]*=> Outcome>> = \{)([^;]*)\};/, (_, head, others) => {
    const recorded = `{ type: '${event}', data: { reason: 'a question' } }`;
    return `${head}${others}
  // Decide: what it does in every status
  ${method}: (situation) => (/^(DRAFT|CANCELL|REJECTED)/.test(situation) ? '${code}' : ${recorded}),
};`;
  });
}

function addToFeature(
  tree: Tree,
  { name, className, errors }: { name: string; className: string; errors: string },
): void {
  insertBefore(
    tree,
    FEATURE,
    /^import .* from '\.\/commands\/place-draft\.js';\n/m,
    `import { ${className}Handler } from './commands/${name}.js';\n`,
  );
  insertBefore(
    tree,
    FEATURE,
    /^import .* from '\.\/migrations\/contacts\.js';\n/m,
    `import { ${className}Controller } from './${name}.controller.js';\n`,
  );
  insertBefore(
    tree,
    FEATURE,
    /^import .* from '\.\/domain\/order\.errors\.js';\n/m,
    `import { ${errors} } from './domain/${name}.js';\n`,
  );
  replace(tree, FEATURE, /errors: \{ \.\.\.orderErrors,/, (found) => `${found} ...${errors},`);
  insertBefore(tree, FEATURE, /^ {6}new RequestReturnHandler/m, `      new ${className}Handler(orders),\n`);
  replace(
    tree,
    FEATURE,
    /controllers: \[([^\]]*)\]/,
    (_, list) => `controllers: [${list.trim().replace(/,$/, '')}, ${className}Controller]`,
  );
}
