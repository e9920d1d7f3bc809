import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorPanel } from '../feedback/error-panel.tsx';
import type { Form } from './use-form.ts';

interface Props {
  form: Pick<Form<Record<string, string>>, 'busy' | 'error' | 'onSubmit'>;
  submit: string;
  children: ReactNode;
  /** Further buttons, before the main one. */
  actions?: ReactNode;
  fullWidth?: boolean;
  disabled?: boolean;
  danger?: boolean;
}

/** A form with its error, its busy state and its Enter key. */
export function FormView({ form, submit, children, actions, fullWidth, disabled, danger }: Props) {
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        {children}
        {form.error !== null && <ErrorPanel error={form.error} />}
        <Group justify="flex-end" gap="sm">
          {actions}
          <Button
            type="submit"
            loading={form.busy}
            fullWidth={fullWidth ?? false}
            disabled={disabled ?? false}
            {...(danger && { color: 'red.9' })}
          >
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
