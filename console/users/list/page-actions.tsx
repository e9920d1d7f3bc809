import { useTranslation } from 'react-i18next';
import type { UserFilter } from '../../api/types.ts';
import { ButtonLink } from '../../parts/links.tsx';
import { paths } from '../../paths.ts';
import type { ColumnKey } from '../../views/filter.ts';
import { ExportButton } from './export-button.tsx';

/** Adding, importing and exporting people. */
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
