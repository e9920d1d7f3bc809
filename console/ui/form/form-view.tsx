import { Button, Group, Stack } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { ErrorPanel } from '../feedback/error-panel.tsx';
import { useUnsaved } from '../unsaved.ts';
import type { Form } from './use-form.ts';

interface Props {
  form: Pick<Form<Record<string, string>>, 'busy' | 'error' | 'unsaved' | 'onSubmit'>;
  submit: string;
  children: ReactNode;
  /** Further buttons, before the main one. */
  actions?: ReactNode;
  /** In place of the error, if the form itself says what went wrong. */
  failure?: ReactNode;
  fullWidth?: boolean;
  disabled?: boolean;
  danger?: boolean;
  /** A long form in a panel: its buttons stay at the lower edge. */
  sticky?: boolean;
  /** Something typed beside the form's own values. */
  unsaved?: boolean;
}

/** A form with its error, its busy state and its Enter key. What was typed is asked for before it is lost. */
export function FormView({
  form,
  submit,
  children,
  actions,
  failure,
  fullWidth,
  disabled,
  danger,
  sticky = false,
  unsaved = false,
}: Props) {
  useUnsaved(form.unsaved || (unsaved && !form.busy));
  const button = useRef<HTMLButtonElement>(null);
  const sent = useRef(false);
  // A busy button cannot hold the focus. It gets it back, unless something else has it by then.
  useEffect(() => {
    if (sent.current && !form.busy && document.activeElement === document.body) button.current?.focus();
    sent.current = form.busy;
  }, [form.busy]);
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        {children}
        {form.error !== null && (failure || <ErrorPanel error={form.error} />)}
        <Group justify="flex-end" gap="sm" {...(sticky && { className: 'muster-sticky' })}>
          {actions}
          <Button
            ref={button}
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
