// What `nx g @waybill/tools:service loyalty` loads. The generators are TypeScript, which needs Node 24 as all commands of the
// repository do: `npm run new` brings it.
const generator = (name) => async (tree, options) => {
  await import('../source.mjs');
  const { generate } = await import(`./${name}/${name}.generator.ts`);
  return generate(tree, options);
};

export const service = generator('service');
export const useCase = generator('use-case');
export const event = generator('event');
export const reaction = generator('reaction');
export const broker = generator('broker');
