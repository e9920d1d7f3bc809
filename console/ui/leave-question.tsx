import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from './store.ts';
import { leaveQuestion } from './unsaved.ts';

/** The one question before something typed is lost. */
export function LeaveQuestion() {
  const { t } = useTranslation();
  const answer = useStore(leaveQuestion);
  const stay = () => answer?.(false);
  return (
    <Modal
      opened={answer !== null}
      onClose={stay}
      title={t('ui.unsaved.title')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      zIndex={300}
    >
      <Stack>
        <Text>{t('ui.unsaved.body')}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => answer?.(true)}>
            {t('ui.unsaved.leave')}
          </Button>
          <Button onClick={stay} data-autofocus>
            {t('ui.unsaved.stay')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
