import type { HTMLAttributes, Ref } from 'react';

export type Tone = 'neutral' | 'good' | 'waiting' | 'bad' | 'special' | 'info';

/** A word with a colour. The word has the meaning; the colour helps to find it. One element, because every row has several. */
export function Mark({
  tone,
  className = '',
  ...props
}: HTMLAttributes<HTMLSpanElement> & { tone: Tone; ref?: Ref<HTMLSpanElement> }) {
  return <span className={`muster-mark ${className}`} data-tone={tone} {...props} />;
}
