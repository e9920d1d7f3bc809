import { Problem } from '../kernel/problem.ts';

/** A place in the feed: after `index` events of the entry at a position. The mark is of that entry, so that a restored feed is noticed. */
export type Place = {
  position: number;
  index: number;
  /** Are events of that entry left? */
  isPartial: boolean;
  mark: string;
};

export const markOf = (entryId: string): string => entryId.replaceAll('-', '').slice(-8);

export function encodePlace({ position, index, mark }: Omit<Place, 'isPartial'>): string {
  return Buffer.from(`${position}.${index}.${mark}`).toString('base64url');
}

/** @throws invalid_cursor (400) */
export function decodePlace(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, position, index, mark = ''] = /^(\d{1,15})\.(\d{1,9})\.([0-9a-f]{8}|)$/.exec(text) ?? [];
  if (position === undefined || index === undefined) throw new Problem('invalid_cursor');
  return { position: Number(position), index: Number(index), isPartial: false, mark };
}
