import { Group, UnstyledButton } from '@mantine/core';
import { useRovingIndex } from '@mantine/hooks';
import { IconAlertTriangle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from '../users.module.css';
import type { Entry, Mistake } from './parse-addresses.ts';
import { writeEntry } from './parse-addresses.ts';

interface Props {
  entries: Entry[];
  mistakes: (Mistake | null)[];
  onEdit: (index: number) => void;
  onRemove: (index: number) => void;
}

/** The chips. They are one Tab stop. Arrows move between them, Enter puts one back into the field, Delete removes it. */
export function AddressList({ entries, mistakes, onEdit, onRemove }: Props) {
  const { t } = useTranslation();
  const { getItemProps } = useRovingIndex({ total: entries.length, orientation: 'both', loop: false });
  if (entries.length === 0) return null;
  return (
    <Group gap={6} component="ul" className={styles['addresses'] ?? ''} aria-label={t('users.new.list')}>
      {entries.map((entry, index) => {
        const mistake = mistakes[index];
        const text = writeEntry(entry);
        const said = mistake ? t(`users.new.mistake.${mistake}`) : undefined;
        const item = getItemProps({
          index,
          onClick: () => onEdit(index),
          onKeyDown: (event) => {
            if (event.key === 'Delete' || event.key === 'Backspace') onRemove(index);
          },
        });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same address may stand here twice
          <li key={`${index} ${text}`} className={styles['address']} data-bad={mistake ? true : undefined}>
            <UnstyledButton
              {...item}
              className={styles['addressText'] ?? ''}
              aria-label={t('users.new.edit', { address: said ? `${text}, ${said}` : text })}
              title={said ?? t('users.new.editHint')}
            >
              {mistake && <IconAlertTriangle size={14} aria-hidden />}
              {text}
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
    </Group>
  );
}
