import type { ChangeEvent } from 'react';
import styles from './table.module.css';

interface Props {
  label: string;
  checked: boolean;
  /** Some of several are chosen. */
  partly?: boolean;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
  id?: string;
  tabIndex?: -1;
}

/** The checkbox of a row: one element, where the library's has seven. */
export function Tick({ label, partly = false, ...props }: Props) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      className={`${styles['check']} mantine-focus-auto`}
      ref={(element) => {
        if (element) element.indeterminate = partly;
      }}
      {...props}
    />
  );
}
