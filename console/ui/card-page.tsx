import { Card, Center, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { BrandMark } from './brand.tsx';
import { PageTitle } from './page.tsx';

interface Props {
  brand: string;
  title: string;
  body?: ReactNode;
  footer?: ReactNode;
  children?: ReactNode;
}

/** One centred card: for pages before signing in. */
export function CardPage({ brand, title, body, footer, children }: Props) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <title>{`${title} · ${brand}`}</title>
      <Stack w="100%" maw={420} gap="md">
        <Group gap="xs" justify="center">
          <BrandMark size={28} />
          <Text fw={600} size="lg">
            {brand}
          </Text>
        </Group>
        <Card withBorder padding="xl" shadow="xs">
          <Stack gap="md">
            <PageTitle>{title}</PageTitle>
            {body && <Text c="dimmed">{body}</Text>}
            {children}
          </Stack>
        </Card>
        {footer && (
          <Text ta="center" size="sm" component="div">
            {footer}
          </Text>
        )}
      </Stack>
    </Center>
  );
}
