// A migration must always do the same. Therefore its class must contain its SQL as literal text.

/** Functions that a migration may call. Their statements must never change, because they are part of released migrations. */
const steps = {
  '@waybill/event-store': ['alterView', 'createInlineView', 'createProjections', 'createView', 'dropView'],
  '@waybill/unit-of-work': ['createIndexConcurrently', 'runInBatches', 'runWithShortLock'],
};

const isMigration = ({ implements: types = [] }) =>
  types.some(({ expression }) => expression.name === 'MigrationInterface');

/** Files of these functions, for migrations in the same package. */
const homes = { 'view-steps.js': '@waybill/event-store', 'migration-steps.js': '@waybill/unit-of-work' };

function isStep({ type, parent, node }) {
  if (type !== 'ImportBinding') return false;
  const source = parent.source.value;
  return steps[homes[source.split('/').at(-1)] ?? source]?.includes(node.imported?.name) ?? false;
}

/** Refuses references to code outside the migration's class: if that code changes, new databases get another schema. */
export const migration = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      outside:
        'A migration holds its SQL as text: `{{name}}` can change after this migration has run on standing databases.',
    },
  },
  create(context) {
    const check = (node) => {
      if (!isMigration(node)) return;
      for (const { identifier, resolved, isTypeReference } of context.sourceCode.getScope(node).through) {
        const defs = resolved?.defs ?? [];
        if (isTypeReference || defs.length === 0 || defs.every(isStep)) continue;
        context.report({ node: identifier, messageId: 'outside', data: { name: identifier.name } });
      }
    };
    return { ClassDeclaration: check, ClassExpression: check };
  },
};
