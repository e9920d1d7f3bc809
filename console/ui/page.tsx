import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Text pages are narrow; lists take the available width. */
  width?: 'narrow' | 'wide';
  children: ReactNode;
}

/** One page: its title in the tab and as heading, its main actions on the right, its content. */
export function Page({ title, description, actions, width = 'wide', children }: Props) {
  return (
    <Stack gap="lg" maw={width === 'narrow' ? 720 : undefined}>
      <title>{`${title} · Muster`}</title>
      <Group className="muster-head" justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} maw={640}>
          <PageTitle>{title}</PageTitle>
          {description && (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </Stack>
        {actions && (
          <Group className="muster-actions" gap="xs">
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Stack>
  );
}

/** Focuses the title of a new page, so that a screen reader announces it, unless a field has the focus. */
export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLInputElement)) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Title order={1} ref={heading} tabIndex={-1}>
      {children}
    </Title>
  );
}
