/** An object with one value per name. */
export function recordOf<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  const made = Object.fromEntries(names.map((name) => [name, make(name)]));
  if (!hasAll(made, names)) throw new Error('a name without its value');
  return made;
}

function hasAll<Name extends string, Value>(
  record: Record<string, Value>,
  names: readonly Name[],
): record is Record<Name, Value> {
  return names.every((name) => Object.hasOwn(record, name));
}
