// Loaded by `nx g @waybill/tools:service loyalty`. The generators are TypeScript and need Node 24, which `npm run new` installs if
// necessary.
const generator = (name) => async (tree, options) => {
  await import('../source.mjs');
  const { generate } = await import(`./${name}/${name}.generator.ts`);
  const { InputError } = await import('./edit.ts');
  try {
    return await generate(tree, options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // Nx writes the tree when the generator has returned, so nothing is written yet.
    console.error(`${error.message}\nNothing was written.`);
    process.exit(1);
  }
};

export const service = generator('service');
export const useCase = generator('use-case');
export const event = generator('event');
export const reaction = generator('reaction');
export const broker = generator('broker');
