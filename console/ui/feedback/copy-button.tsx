import { Button, type ButtonProps } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../copy-text.ts';
import { announce } from './announce.tsx';

const SHOWN_MS = 1_500;

interface Props extends ButtonProps {
  value: string;
  label?: string;
  autoFocus?: boolean;
  onCopied?: () => void;
  /** The browser refused. */
  onFailed?: () => void;
}

export function Copy({ value, label, onCopied, onFailed, ...button }: Props) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(value))) return onFailed?.();
    announce(t('ui.copied'));
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
    onCopied?.();
  };
  return (
    <Button
      size="xs"
      variant="default"
      {...button}
      leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
      onClick={() => void copy()}
    >
      {copied ? t('ui.copied') : (label ?? t('ui.copy'))}
    </Button>
  );
}
