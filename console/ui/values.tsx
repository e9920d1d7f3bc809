import { Text, type TextProps } from '@mantine/core';
import { createContext, useContext } from 'react';
import { durationText } from './duration.ts';

/** The language and region for dates and numbers. */
export const Locale = createContext('en');

export function useFormat() {
  const locale = useContext(Locale);
  return {
    number: (value: number) => new Intl.NumberFormat(locale).format(value),
    date: (iso: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(iso)),
    dateTime: (iso: string) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso)),
    /** "3 days ago", "in 2 weeks". */
    relative: (iso: string) => relative(iso, locale),
    /** "2 hr 5 min", "11 hr" */
    duration: (seconds: number) => durationText(seconds, locale),
    /** "12 kB", "206 MB" */
    bytes: (bytes: number) => bytesOf(bytes, locale),
    list: (items: string[]) => new Intl.ListFormat(locale).format(items),
    /** "Pro or Corp" */
    either: (items: string[]) => new Intl.ListFormat(locale, { type: 'disjunction' }).format(items),
  };
}

const KB = 1024;

function bytesOf(bytes: number, locale: string): string {
  const [size, unit] = bytes < KB * KB ? [bytes / KB, 'kilobyte'] : [bytes / KB / KB, 'megabyte'];
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 0 });
  return format.format(Math.max(1, size));
}

const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function relative(iso: string, locale: string): string {
  const seconds = (new Date(iso).getTime() - Date.now()) / 1000;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  // Elapsed seconds show as "now": counting them would distract like a clock.
  return format.format(Math.max(0, Math.round(seconds)), 'second');
}

export function NumberText({ value, ...props }: { value: number } & TextProps) {
  const format = useFormat();
  return (
    <Text span className="muster-number" inherit {...props}>
      {format.number(value)}
    </Text>
  );
}

/** A time, as its distance from now. The exact time is on hover and for machines. */
export function When({ at, otherwise }: { at: string | null; otherwise: string }) {
  const format = useFormat();
  if (!at)
    return (
      <Text span inherit c="dimmed">
        {otherwise}
      </Text>
    );
  return (
    <time dateTime={at} title={format.dateTime(at)}>
      {format.relative(at)}
    </time>
  );
}
