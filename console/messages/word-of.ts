type Underscored<Name extends string> = Name extends `${infer Thing}.${infer What}` ? `${Thing}_${What}` : never;

/** A name of the API, such as users.read, as a key in the message file, where a dot has another meaning. */
export function wordOf<Name extends string>(name: Name): Underscored<Name>;
export function wordOf(name: string): string {
  return name.replace('.', '_');
}
