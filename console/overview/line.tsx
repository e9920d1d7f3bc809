import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';
import { NumberText } from '../ui/values.tsx';
import styles from './overview.module.css';

interface Props extends ComponentPropsWithRef<'a'> {
  label: string;
  value: number;
}

/** A number and what it counts, which leads to the list of these people. */
export const Line = createLink(({ label, value, ...link }: Props) => (
  <li>
    <a {...link} className={styles['line']} {...(value === 0 && { 'data-zero': true })}>
      <span>{label}</span>
      <NumberText value={value} fw={value === 0 ? 400 : 600} />
    </a>
  </li>
));
