import { useTranslation } from 'react-i18next';
import type { UserFilter } from '../api/types.ts';
import { paths } from '../paths.ts';
import { ButtonLink } from '../shell/links.tsx';
import { ExportButton } from './export-button.tsx';
import type { ColumnKey } from './filter.ts';

/** The ways in and out: people are added, imported, exported. */
export function PageActions({ filter, chosen }: { filter: UserFilter; chosen: readonly ColumnKey[] }) {
  const { t } = useTranslation();
  return (
    <>
      <ExportButton filter={filter} chosen={chosen} />
      <ButtonLink to={paths.importCsv} variant="default">
        {t('users.import')}
      </ButtonLink>
      <ButtonLink to={paths.addUsers}>{t('users.add')}</ButtonLink>
    </>
  );
}
