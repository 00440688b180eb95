/** Something that the machine lacks. The message is one line that says what to install or to set. */
export class MissingDependency extends Error {
  override readonly name = 'MissingDependency';
}
