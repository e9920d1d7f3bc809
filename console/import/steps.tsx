import { useTranslation } from 'react-i18next';
import styles from './import.module.css';

const STEPS = ['choose', 'check', 'apply'] as const;

/** The current step of the import: 1, 2 or 3. */
export function Steps({ at }: { at: 1 | 2 | 3 }) {
  const { t } = useTranslation();
  return (
    <ol className={styles['steps']} aria-label={t('csv.steps')}>
      {STEPS.map((step, i) => (
        <li key={step} data-done={i + 1 < at || undefined} {...(i + 1 === at && { 'aria-current': 'step' as const })}>
          <span aria-hidden>{i + 1}</span>
          {t(`csv.step.${step}`)}
        </li>
      ))}
    </ol>
  );
}
