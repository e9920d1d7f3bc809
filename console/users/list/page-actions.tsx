import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../parts/links.tsx';
import { paths } from '../../paths.ts';
import { ExportButton, type ExportProps } from './export-button.tsx';

/** Adding, importing and exporting people. */
export function PageActions(props: ExportProps) {
  const { t } = useTranslation();
  return (
    <>
      <ExportButton {...props} />
      <ButtonLink to={paths.importCsv} variant="default">
        {t('users.import')}
      </ButtonLink>
      <ButtonLink to={paths.addUsers}>{t('users.add')}</ButtonLink>
    </>
  );
}
