/** As types.ts, for changes. */
import type { paths } from './generated/schema.ts';
import type { Answer, Asked } from './types.ts';

type Asking = Asked<paths['/v1/changes']['post']>;
export type Select = Asking['select'];
export type Do = Asking['do'];
export type SetFields = Extract<Do, { set: unknown }>['set'];
/** Which field each column fills, by its place. */
export type Mapping = Asked<paths['/v1/changes/{id}/remap']['post']>['mapping'];
export type CsvField = NonNullable<Mapping[string]>;
export type Separator = NonNullable<Asked<paths['/v1/changes/{id}/remap']['post']>['separator']>;

/** What it does, and to whom, is one of those above only where a person asked for it: look before you rely on it. */
export type Change = Answer<paths['/v1/changes/{id}']['get']>;
/** A change in a list, and as its events tell of it. */
export type ChangeEntry = Answer<paths['/v1/changes']['get']>['data'][number];
export type ChangeState = Change['state'];
export type Overflow = Change['overflow'];
export type Plan = NonNullable<Change['plan']>;
export type Counts = NonNullable<Change['result']>;
export type CsvFile = NonNullable<Change['file']>;
export type CsvColumn = CsvFile['columns'][number];

export type ChangeRow = Answer<paths['/v1/changes/{id}/rows']['get']>['data'][number];
export type RowOutcome = ChangeRow['outcome'];
