import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from './shortcuts.ts';

const PAUSE_MS = 250;

interface Props {
  value: string;
  onSearch: (value: string) => void;
  label: string;
}

/** Searches when typing pauses. `/` focuses it. */
export function SearchBox({ value, onSearch, label }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const searchSoon = useDebouncedCallback(onSearch, PAUSE_MS);
  useShortcuts([{ key: '/', label: t('ui.keys.search'), run: () => input.current?.focus() }]);
  // Back and cleared filters change the value from outside. Text that is being typed is not replaced.
  useEffect(() => {
    if (document.activeElement !== input.current) setTyped(value);
  }, [value]);
  const change = (next: string) => {
    setTyped(next);
    searchSoon(next);
  };
  return (
    <TextInput
      ref={input}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed && <CloseButton size="sm" aria-label={t('ui.clearSearch')} onClick={() => change('')} />}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      onPaste={(event) => {
        const pasted = event.clipboardData.getData('text');
        if (!/[\r\n\t]/.test(pasted)) return;
        // A line of text takes no line breaks: the browser would put the lines of a list together.
        event.preventDefault();
        const { value: before, selectionStart, selectionEnd } = event.currentTarget;
        const [start, end] = [selectionStart ?? before.length, selectionEnd ?? before.length];
        change(`${before.slice(0, start)}${pasted.trim().replace(/[\r\n\t]+/g, '; ')}${before.slice(end)}`);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // By default the browser would clear the typed text.
        event.preventDefault();
        input.current?.blur();
      }}
      flex="1 1 14rem"
      maw={{ base: '100%', sm: 320 }}
    />
  );
}
