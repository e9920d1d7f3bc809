import { Alert, Button, Group, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { Actor } from '../api/types.ts';
import { useFormat } from '../ui/values.tsx';
import { ActorName } from './actor.tsx';

/** Who saved something last, and when. */
export interface LastSaved {
  actor: Actor;
  at: string;
}

interface Props {
  /** What both have changed. */
  name: string;
  lastSaved: () => Promise<LastSaved | undefined>;
  /** The form is sent again, and must not ask any more. */
  onMine: () => void;
  onTheirs: () => void;
}

/** Inside a form that was refused because another person saved the same meanwhile: whose stays is for the person to say. */
export function Conflict({ name, lastSaved, onMine, onTheirs }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [saved, setSaved] = useState<LastSaved>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once; without an answer the sentence does without it
  useEffect(() => void lastSaved().then(setSaved, () => undefined), []);
  const title = saved ? (
    <Trans
      i18nKey="ui.conflict.by"
      values={{ name, when: format.relative(saved.at) }}
      components={{ who: <ActorName actor={saved.actor} /> }}
      // A name is text, also if it looks like a tag.
      tOptions={{ interpolation: { escapeValue: true } }}
      shouldUnescape
    />
  ) : (
    t('ui.conflict.byOther', { name })
  );
  return (
    <Alert color="yellow" role="alert" title={title}>
      <Text size="sm" mb="sm">
        {t('ui.conflict.body')}
      </Text>
      <Group gap="xs">
        <Button type="submit" size="xs" variant="default" onClick={onMine}>
          {t('ui.conflict.mine')}
        </Button>
        <Button size="xs" variant="default" onClick={onTheirs}>
          {t('ui.conflict.theirs')}
        </Button>
      </Group>
    </Alert>
  );
}
