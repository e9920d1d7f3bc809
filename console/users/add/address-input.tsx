import { Button, Stack, Text, TextInput } from '@mantine/core';
import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../ui/values.tsx';
import { AddressList } from './address-list.tsx';
import { holdsAt } from './clean-address.ts';
import type { Addresses } from './use-addresses.ts';

/** Typed or pasted addresses. Each becomes a chip when it is complete, and says so if it cannot be an address. */
export function AddressInput({ addresses }: { addresses: Addresses }) {
  const { t } = useTranslation();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const { entries, mistakes, draft, unused, take } = addresses;
  const bad = mistakes.filter((mistake) => mistake !== null).length;

  const edit = (index: number) => {
    addresses.edit(index);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A comma may stand in a name that comes before its address, and in quotes.
    const inQuotes = (draft.split('"').length - 1) % 2 === 1;
    const ends = event.key === 'Enter' || ((event.key === ',' || event.key === ';') && !inQuotes && holdsAt(draft));
    if (ends && draft.trim() !== '') {
      event.preventDefault();
      take(draft);
    } else if (event.key === 'Backspace' && draft === '' && entries.length > 0) {
      event.preventDefault();
      edit(entries.length - 1);
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData('text');
    const { selectionStart, selectionEnd } = event.currentTarget;
    const before = draft.slice(0, selectionStart ?? draft.length);
    const after = draft.slice(selectionEnd ?? draft.length);
    // A field drops line ends, and would glue the lines together.
    const isList = /[\n\r\t]/.test(text.trim());
    if (!isList && (draft.trim() !== '' || !holdsAt(text))) return;
    event.preventDefault();
    take(`${before}${text}${after}`);
  };
  return (
    <Stack gap="xs">
      <TextInput
        ref={input}
        name="addresses"
        label={t('users.new.addresses')}
        description={t('users.new.addressesHint')}
        value={draft}
        onChange={(event) => addresses.type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => draft.trim() !== '' && afterPress(addresses.takeDraft)}
        error={bad > 0 ? t('users.new.bad', { count: bad }) : undefined}
        inputMode="email"
        autoComplete="off"
        autoFocus
      />
      {bad > 0 && (
        <Button size="xs" variant="default" w="fit-content" onClick={addresses.removeBad}>
          {t('users.new.removeBad', { count: bad })}
        </Button>
      )}
      <AddressList entries={entries} mistakes={mistakes} onEdit={edit} onRemove={addresses.remove} />
      {unused.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('users.new.unused', { columns: format.list(unused) })}
        </Text>
      )}
    </Stack>
  );
}

/** A chip that appears while the mouse is down would move the pressed element, and the click would miss. */
function afterPress(then: () => void): void {
  if (document.documentElement.matches(':active')) window.addEventListener('click', then, { once: true });
  else then();
}
