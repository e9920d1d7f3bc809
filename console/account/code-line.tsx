import { useRef } from 'react';
import { Copy } from '../ui/feedback/copy-button.tsx';
import styles from './account.module.css';

interface Props {
  text: string;
  /** What the text is, for screen readers. */
  label: string;
  copy: string;
  /** The first thing to do here: its button has the focus. */
  first?: boolean;
  /** By the button or by hand. */
  onCopied?: () => void;
  /** The browser did not copy. The text is selected. */
  onFailed?: () => void;
}

/** A text to copy: a command, or a secret. */
export function CodeLine({ text, label, copy, first = false, onCopied, onFailed }: Props) {
  const code = useRef<HTMLElement>(null);
  const failed = () => {
    if (code.current) window.getSelection()?.selectAllChildren(code.current);
    onFailed?.();
  };
  return (
    <section className={styles['code']} aria-label={label}>
      <code ref={code} onCopy={onCopied}>
        {text}
      </code>
      <Copy
        value={text}
        label={copy}
        {...(first && { variant: 'filled', autoFocus: true })}
        {...(onCopied && { onCopied })}
        onFailed={failed}
      />
    </section>
  );
}
