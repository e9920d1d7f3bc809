import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from './store.ts';
import { leaveQuestion } from './unsaved.ts';

/** The one question before something typed is lost. */
export function LeaveQuestion() {
  const { t } = useTranslation();
  const question = useStore(leaveQuestion);
  const words = question?.words ?? {
    title: t('ui.unsaved.title'),
    body: t('ui.unsaved.body'),
    leave: t('ui.unsaved.leave'),
    stay: t('ui.unsaved.stay'),
  };
  const stay = () => question?.answer(false);
  return (
    <Modal
      opened={question !== null}
      onClose={stay}
      title={words.title}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      zIndex={300}
    >
      <Stack>
        <Text>{words.body}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => question?.answer(true)}>
            {words.leave}
          </Button>
          <Button onClick={stay} data-autofocus>
            {words.stay}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
