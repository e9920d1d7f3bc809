import { Group, Text, UnstyledButton } from '@mantine/core';
import { useRovingIndex } from '@mantine/hooks';
import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from '../users.module.css';
import type { Mistake } from './mistakes.ts';
import { type Entry, writeEntry } from './parse-addresses.ts';

interface Props {
  entries: Entry[];
  mistakes: (Mistake | null)[];
  onEdit: (index: number) => void;
  onRemove: (index: number) => void;
}

/** More are counted, not drawn. The bad ones come first, so that they are all seen. */
const DRAWN = 200;

/** The chips. They are one Tab stop. Arrows move between them, Enter puts one back into the field, Delete removes it. */
export function AddressList({ entries, mistakes, onEdit, onRemove }: Props) {
  const { t } = useTranslation();
  const order = [...entries.keys()].sort((a, b) => Number(mistakes[a] == null) - Number(mistakes[b] == null));
  const drawn = order.slice(0, DRAWN);
  const { getItemProps } = useRovingIndex({ total: drawn.length, orientation: 'both', loop: false });
  if (entries.length === 0) return null;
  return (
    <Group gap={6} component="ul" className={styles['addresses'] ?? ''} aria-label={t('users.new.list')}>
      {drawn.map((index, place) => {
        const entry = entries[index];
        if (!entry) return null;
        const mistake = mistakes[index];
        const text = writeEntry(entry);
        const said = mistake ? t(`users.new.mistake.${mistake}`) : undefined;
        const item = getItemProps({
          index: place,
          onClick: () => onEdit(index),
          onKeyDown: (event) => {
            if (event.key === 'Delete' || event.key === 'Backspace') onRemove(index);
          },
        });
        return (
          <li key={`${index} ${text}`} className={styles['address']} data-bad={mistake ? true : undefined}>
            <UnstyledButton
              {...item}
              className={styles['addressText'] ?? ''}
              aria-label={t('users.new.edit', { address: said ? `${text}, ${said}` : text })}
              title={said ?? t('users.new.editHint')}
            >
              {mistake && <IconAlertTriangle size={14} aria-hidden />}
              <span>{text}</span>
              {entry.department && <span className={styles['addressNote']}>{entry.department}</span>}
              {said && <span className={styles['addressNote']}>{said}</span>}
            </UnstyledButton>
            <UnstyledButton
              className={styles['addressOff'] ?? ''}
              tabIndex={-1}
              aria-label={t('users.new.remove', { address: text })}
              onClick={() => onRemove(index)}
            >
              <IconX size={14} aria-hidden />
            </UnstyledButton>
          </li>
        );
      })}
      {entries.length > DRAWN && (
        <Text component="li" size="sm" c="dimmed">
          {t('users.new.andMore', { count: entries.length - DRAWN })}
        </Text>
      )}
    </Group>
  );
}
