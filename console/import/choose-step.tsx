import { Button, Collapse, Group, Progress, Stack, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Change } from '../api/change-types.ts';
import { InviteWhen } from '../fields/invite-when.tsx';
import { ErrorPanel } from '../ui/feedback/error-panel.tsx';
import { Section } from '../ui/section.tsx';
import { useUnsaved } from '../ui/unsaved.ts';
import { FileDrop } from './file-drop.tsx';
import { PasteTable } from './paste-table.tsx';
import { RowSettings } from './row-settings.tsx';
import { SampleFile } from './sample-file.tsx';
import type { Settings } from './upload.ts';
import { useUpload } from './use-upload.ts';

const NO_SETTINGS: Settings = { type: '', groupId: '', addOns: [], invite: 'now' };

/** The file, and the settings of rows that name none. */
export function ChooseStep({ onPlanned }: { onPlanned: (change: Change) => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [settings, setSettings] = useState(NO_SETTINGS);
  const upload = useUpload(onPlanned);
  // What is being sent leads on by itself.
  useUnsaved(upload.sent === null && (file !== null || settings !== NO_SETTINGS));
  const choose = (next: File | null) => {
    upload.forget();
    setFile(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file && upload.sent === null) upload.start(file, settings);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="lg" maw={860}>
        <Section title={t('csv.file.title')}>
          <FileDrop file={file} onFile={choose} />
          <Text size="sm" c="dimmed">
            {t('csv.file.hint')}
          </Text>
          <Group gap="xs">
            <SampleFile />
            <PasteTable onTable={choose} />
          </Group>
          <InviteWhen value={settings.invite} onChange={(invite) => setSettings({ ...settings, invite })} />
          <MoreSettings settings={settings} onChange={setSettings} />
          {upload.error !== null && <ErrorPanel error={upload.error} />}
          {upload.sent !== null && <Sending sent={upload.sent} />}
          <Group justify="flex-end">
            {upload.sent !== null && (
              <Button variant="default" onClick={upload.stop}>
                {t('ui.cancel')}
              </Button>
            )}
            <Button type="submit" disabled={file === null || settings.invite === ''} loading={upload.sent !== null}>
              {t('csv.upload')}
            </Button>
          </Group>
        </Section>
      </Stack>
    </form>
  );
}

function MoreSettings(props: { settings: Settings; onChange: (settings: Settings) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={open}
        rightSection={<IconChevronDown size={16} aria-hidden />}
        onClick={() => setOpen(!open)}
      >
        {t('csv.settings.more')}
      </Button>
      <Collapse expanded={open}>
        <Stack gap="sm" mt="sm">
          <Text size="sm" c="dimmed">
            {t('csv.settings.hint')}
          </Text>
          <RowSettings {...props} />
        </Stack>
      </Collapse>
    </div>
  );
}

function Sending({ sent }: { sent: number }) {
  const { t } = useTranslation();
  const percent = Math.floor(sent * 100);
  return (
    <Stack gap={6}>
      <Progress value={percent} size="lg" aria-label={t('csv.uploadLabel')} />
      <Text size="sm" className="muster-number">
        {percent < 100 ? t('csv.uploading', { percent }) : t('csv.reading')}
      </Text>
    </Stack>
  );
}
