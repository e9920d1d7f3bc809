import { groupNameKey } from '../../groups/group.ts';
import { beginning } from '../../kernel/beginning.ts';
import { newId } from '../../kernel/ids.ts';
import type { ProblemCode } from '../../kernel/problem.ts';
import { flawOfLine } from '../../kernel/text.ts';
import type { Catalog } from '../../seats/catalog.ts';
import type { Choices } from './choices.ts';

/** What cells may name, the settings for rows that name nothing, and the choices for names that do not exist. */
export type Known = {
  catalog: Catalog;
  /** Ids of groups by the key of their names. */
  groups: Map<string, string>;
  defaultGroupId: string;
  settings: { type?: string; groupId?: string; addOns?: string[] };
  choices: Choices;
  unknown: Unknown;
};

export type NameCount = { name: string; count: number };

/** Names of the file that do not exist in the account, with the number of rows. */
export type Unknown = {
  groups: Map<string, NameCount>;
  types: Map<string, NameCount>;
  /** The groups that the import would create, by the ids that they get, with the number of good rows. */
  newGroups: Map<string, NameCount>;
};

export const nothingUnknown = (): Unknown => ({ groups: new Map(), types: new Map(), newGroups: new Map() });

/** Notes why the row is refused. Does not throw, because a file may have millions of bad rows. */
export type Refuse = (code: ProblemCode, details?: Record<string, unknown>) => null;
export type Named = ReturnType<typeof namesIn>;

const shownMax = 300;
/** Different unknown names that are remembered: more are a column that is no group. */
const namesMax = 1_000;
const groupNameMax = 100;

/** What a cell names, by key or by name, in any case; null for an empty cell. */
export function namesIn({ catalog, groups, defaultGroupId, choices, unknown }: Known) {
  const types = byKeyAndName(catalog.types);
  const addOns = byKeyAndName(catalog.addOns);
  const mappedGroups = new Map(Object.entries(choices.groups ?? {}).map(([name, id]) => [groupNameKey(name), id]));
  const mappedTypes = new Map(Object.entries(choices.types ?? {}).map(([name, key]) => [name.toLowerCase(), key]));

  const newGroupIds = new Map<string, string>();

  function unknownGroup(name: string, key: string, refuse: Refuse): string | null {
    count(unknown.groups, key, name);
    if (choices.unknownGroups === 'default') return defaultGroupId;
    if (choices.unknownGroups !== 'create') return refuse('group_unknown', { named: `: ${beginning(name, shownMax)}` });
    const made = newGroupIds.get(key);
    if (made !== undefined) return made;
    const why = name.length > groupNameMax ? `is longer than ${groupNameMax} characters` : flawOfLine(name);
    if (why !== null) return refuse('text_invalid', { field: 'The group', why });
    const id = newId();
    newGroupIds.set(key, id);
    unknown.newGroups.set(id, { name, count: 0 });
    return id;
  }

  return {
    group(name: string, refuse: Refuse): string | null {
      if (name === '') return null;
      const key = groupNameKey(name);
      return groups.get(key) ?? mappedGroups.get(key) ?? unknownGroup(name, key, refuse);
    },
    type(name: string, refuse: Refuse): string | null {
      if (name === '') return null;
      const key = name.toLowerCase();
      const known = types.get(key) ?? mappedTypes.get(key);
      if (known !== undefined) return known;
      count(unknown.types, key, name);
      return refuse('type_unknown', { type: beginning(name, shownMax) });
    },
    addOns(list: string, refuse: Refuse): string | null {
      if (list === '') return null;
      const names = list.split(/[,;|]/).flatMap((name) => name.trim() || []);
      const keys = names.flatMap(
        (name) =>
          addOns.get(name.toLowerCase()) ?? refuse('add_on_unknown', { addOn: beginning(name, shownMax) }) ?? [],
      );
      return keys.length > 0 ? [...new Set(keys)].sort().join(',') : null;
    },
  };
}

function count(counts: Map<string, NameCount>, key: string, name: string): void {
  const known = counts.get(key);
  if (known) known.count++;
  else if (counts.size < namesMax) counts.set(key, { name: beginning(name, groupNameMax), count: 1 });
}

function byKeyAndName(items: { key: string; name: string }[]): Map<string, string> {
  return new Map([
    ...items.map(({ key, name }) => [name.toLowerCase(), key] as const),
    // A key takes precedence over another item's name.
    ...items.map(({ key }) => [key.toLowerCase(), key] as const),
  ]);
}
