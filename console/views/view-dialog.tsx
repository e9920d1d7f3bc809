import { Button, Checkbox, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { View } from '../api/types.ts';
import { FormView } from '../ui/form/form-view.tsx';
import { useForm } from '../ui/form/use-form.ts';
import { Dialog } from '../ui/overlay/dialog.tsx';
import type { Listing } from './listing.ts';
import { useViews } from './use-views.ts';

interface Props {
  listing: Listing;
  onSaved: (view: View) => void;
  onClose: () => void;
}

/** Saves what the list shows under a name. */
export function SaveViewDialog({ listing, onSaved, onClose }: Props) {
  const { t } = useTranslation();
  const { create } = useViews();
  const [shared, setShared] = useState(false);
  const send = async ({ name }: { name: string }) => {
    onSaved(await create(name, listing, shared));
    onClose();
  };
  return (
    <NameDialog title={t('views.saveTitle')} name="" submit={t('views.submit')} send={send} onClose={onClose}>
      <Checkbox
        label={t('views.shareWith')}
        checked={shared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <Text size="sm" c="dimmed">
        {t('views.saveBody')}
      </Text>
    </NameDialog>
  );
}

export function RenameViewDialog({ view, onClose }: { view: View; onClose: () => void }) {
  const { t } = useTranslation();
  const { change } = useViews();
  const send = async ({ name }: { name: string }) => {
    await change(view, { name }, 'renamed');
    onClose();
  };
  const title = t('views.renameTitle', { name: view.name });
  return <NameDialog title={title} name={view.name} submit={t('ui.save')} send={send} onClose={onClose} />;
}

interface NameProps {
  title: string;
  name: string;
  submit: string;
  send: (values: { name: string }) => Promise<void>;
  onClose: () => void;
  children?: React.ReactNode;
}

function NameDialog({ title, name, submit, send, onClose, children }: NameProps) {
  const { t } = useTranslation();
  const form = useForm({ name }, send, { view_name_taken: 'name' });
  return (
    <Dialog onClose={onClose} title={title}>
      <FormView
        form={form}
        submit={submit}
        actions={
          <Button variant="default" onClick={onClose}>
            {t('ui.cancel')}
          </Button>
        }
      >
        <TextInput
          {...form.field('name')}
          label={t('words.field.name')}
          autoComplete="off"
          maxLength={100}
          required
          data-autofocus
        />
        {children}
      </FormView>
    </Dialog>
  );
}
