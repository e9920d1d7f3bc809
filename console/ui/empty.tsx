import { EmptyState } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  title: ReactNode;
  body?: ReactNode;
  icon?: ReactNode;
  /** The next step. */
  action?: ReactNode;
}

export function Empty({ title, body, icon, action }: Props) {
  return (
    <EmptyState title={title} description={body} icon={icon} py="xl">
      {action && <EmptyState.Actions>{action}</EmptyState.Actions>}
    </EmptyState>
  );
}
