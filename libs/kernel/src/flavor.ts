declare const flavor: unique symbol;

/**
 * A text or a number with a meaning, such as `Flavor<string, 'OrderId'>`: where one flavor is required, the compiler refuses another. A plain
 * text or number has no flavor and passes, so that nothing needs a cast. It is plain at run time, in JSON and in the database.
 */
export type Flavor<Value extends string | number, Name extends string> = Value & { readonly [flavor]?: Name };
