import { Badge, type BadgeProps } from '@mantine/core';
import type { Ref } from 'react';

export type Tone = 'neutral' | 'good' | 'waiting' | 'bad' | 'special' | 'info';

const COLOR: Record<Tone, string> = {
  neutral: 'gray',
  good: 'teal',
  waiting: 'yellow',
  bad: 'red',
  special: 'violet',
  info: 'ink',
};

/** A word with a colour. The word has the meaning; the colour helps to find it. */
export function Mark({ tone, ...props }: BadgeProps & { tone: Tone; ref?: Ref<HTMLDivElement> }) {
  return <Badge color={COLOR[tone]} {...props} />;
}
