import { Kbd, Stack, Switch, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/overlay/dialog.tsx';
import { useActiveShortcuts, useSingleKeys } from '../ui/shortcuts.ts';

/** Lists the keys that work on this page. */
export function KeyboardDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [on, setOn] = useSingleKeys();
  const shortcuts = useActiveShortcuts();
  return (
    <Dialog onClose={onClose} title={t('shell.keyboard.title')}>
      <Stack>
        {shortcuts.length < 2 && <Text c="dimmed">{t('shell.keyboard.none')}</Text>}
        <Table aria-label={t('shell.keyboard.title')}>
          <Table.Tbody>
            {[...shortcuts, { key: 'Esc', label: t('shell.keyboard.close') }].map(({ key, label }) => (
              <Table.Tr key={key}>
                <Table.Td w={80}>
                  <Kbd>{key}</Kbd>
                </Table.Td>
                <Table.Td>{label}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          checked={on}
          onChange={(event) => setOn(event.currentTarget.checked)}
          label={t('shell.keyboard.on')}
          description={t('shell.keyboard.onHint')}
        />
      </Stack>
    </Dialog>
  );
}
