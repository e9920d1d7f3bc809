import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';

interface Props {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Text pages are narrow; lists take what there is. */
  width?: 'narrow' | 'wide';
  children: ReactNode;
}

/** One page: its title in the tab and as heading, its main actions at the right, its content. */
export function Page({ title, description, actions, width = 'wide', children }: Props) {
  return (
    <Stack gap="lg" maw={width === 'narrow' ? 720 : undefined}>
      <title>{`${title} · Muster`}</title>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} maw={640}>
          <PageTitle>{title}</PageTitle>
          {description && (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </Stack>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

/** Takes the focus when the page is new, so that a screen reader says where one is; unless a field asked for it. */
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
