import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { ResultHeading } from './result-heading.tsx';

interface Props {
  title: string;
  hint?: string;
  /** It is the result of what was just done: it takes the focus and comes into view. */
  arrived?: boolean;
  /** Beside the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** One topic of a page, in its own card. */
export function Section({ title, hint, arrived, action, children }: Props) {
  const id = useId();
  return (
    <Card withBorder component="section" padding="lg" aria-labelledby={id}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm" wrap="nowrap">
          <div>
            {arrived ? (
              <ResultHeading fz="h4" id={id}>
                {title}
              </ResultHeading>
            ) : (
              <Title order={2} size="h4" id={id}>
                {title}
              </Title>
            )}
            {hint && (
              <Text size="sm" c="dimmed">
                {hint}
              </Text>
            )}
          </div>
          {action}
        </Group>
        {children}
      </Stack>
    </Card>
  );
}
