/** The name of the preset that holds exactly the chosen values. */
export function presetOf<Name extends string>(
  presets: Readonly<Record<Name, readonly string[]>>,
  names: readonly Name[],
  chosen: readonly string[],
): Name | undefined {
  return names.find((name) => {
    const preset = presets[name];
    return preset.length === chosen.length && preset.every((one) => chosen.includes(one));
  });
}
