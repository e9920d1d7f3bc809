import { Stack, TextInput } from '@mantine/core';
import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../ui/feedback/announce.tsx';
import { AddressList } from './address-list.tsx';
import { type Entry, mistakesOf, parseAddresses, writeEntry } from './parse-addresses.ts';

interface Props {
  entries: Entry[];
  onChange: (entries: Entry[]) => void;
  draft: string;
  onDraft: (draft: string) => void;
  error: string | undefined;
}

/** Typed or pasted addresses. Each becomes a chip when it is complete, and is marked if it cannot be an address. */
export function AddressInput({ entries, onChange, draft, onDraft, error }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const mistakes = mistakesOf(entries);
  const bad = mistakes.filter((mistake) => mistake !== null).length;

  const take = (text: string) => {
    const found = parseAddresses(text);
    onDraft('');
    if (found.length === 0) return;
    onChange([...entries, ...found]);
    announce(t('users.new.taken', { count: found.length }));
  };
  /** Puts it back into the field for editing. */
  const edit = (index: number) => {
    const entry = entries[index];
    if (!entry) return;
    if (draft.trim() !== '') take(draft);
    onChange(entries.filter((_, at) => at !== index));
    onDraft(writeEntry(entry));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const ends = event.key === 'Enter' || event.key === ',' || event.key === ';';
    // Inside a quoted name a comma is part of it.
    const inQuotes = event.key !== 'Enter' && (draft.split('"').length - 1) % 2 === 1;
    if (ends && draft.trim() !== '' && !inQuotes) {
      event.preventDefault();
      take(draft);
    } else if (event.key === 'Backspace' && draft === '' && entries.length > 0) {
      event.preventDefault();
      edit(entries.length - 1);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text');
    if (draft.trim() !== '' || !text.includes('@')) return;
    event.preventDefault();
    take(text);
  };
  return (
    <Stack gap="xs">
      <TextInput
        ref={input}
        name="addresses"
        label={t('users.new.addresses')}
        description={t('users.new.addressesHint')}
        value={draft}
        onChange={(event) => onDraft(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => afterPress(() => take(draft))}
        error={error ?? (bad > 0 ? t('users.new.bad', { count: bad }) : undefined)}
        inputMode="email"
        autoComplete="off"
        autoFocus
      />
      <AddressList
        entries={entries}
        mistakes={mistakes}
        onEdit={edit}
        onRemove={(index) => onChange(entries.filter((_, at) => at !== index))}
      />
    </Stack>
  );
}

/** A chip that appears while the mouse is down would move the pressed element, and the click would miss. */
function afterPress(then: () => void): void {
  if (document.documentElement.matches(':active')) window.addEventListener('click', then, { once: true });
  else then();
}
