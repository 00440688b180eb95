/** A program is missing on this machine. The message is one line that says what to install or set. */
export class MissingDependency extends Error {
  override readonly name = 'MissingDependency';
}
