import { Title, type TitleProps } from '@mantine/core';
import { useEffect, useRef } from 'react';

/** The heading of what an action has led to. When it appears it takes the focus and comes into view, so that a result is never missed. */
export function ResultHeading({ order = 2, ...props }: TitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.scrollIntoView({ block: 'nearest' });
    heading.current?.focus({ preventScroll: true });
  }, []);
  return <Title ref={heading} order={order} fz="inherit" tabIndex={-1} className="muster-result" {...props} />;
}
