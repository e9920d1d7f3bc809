const LENGTHS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A duration as exact as an estimate can be: ten hours are shown without minutes. */
export function durationText(seconds: number, locale: string): string {
  const start = LENGTHS.findIndex(([, size]) => seconds >= size);
  const units = seconds >= 10 * (LENGTHS[start]?.[1] ?? 1) ? 1 : 2;
  const shown = start < 0 ? LENGTHS.slice(-1) : LENGTHS.slice(start, start + units);
  const smallest = shown.at(-1)?.[1] ?? 1;
  let left = Math.max(smallest, Math.round(seconds / smallest) * smallest);
  const parts = shown.map(([unit, size]) => {
    const n = Math.floor(left / size);
    left -= n * size;
    return { n, text: new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(n) };
  });
  return parts
    .filter(({ n }) => n > 0)
    .map(({ text }) => text)
    .join(' ');
}
