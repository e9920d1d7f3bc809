import { Badge, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

export type Tone = 'neutral' | 'good' | 'waiting' | 'bad' | 'special' | 'info';

const COLOR: Record<Tone, string> = {
  neutral: 'gray',
  good: 'teal',
  waiting: 'yellow',
  bad: 'red',
  special: 'violet',
  info: 'ink',
};

/** A word with a colour. The word alone says it; the colour helps to find it. */
export function Mark({ tone, children, hint }: { tone: Tone; children: ReactNode; hint?: string | undefined }) {
  const badge = <Badge color={COLOR[tone]}>{children}</Badge>;
  return hint ? <Tooltip label={hint}>{badge}</Tooltip> : badge;
}
