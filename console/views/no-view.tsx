import { IconListSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../parts/links.tsx';
import { paths } from '../paths.ts';
import { Empty } from '../ui/empty.tsx';

/** A link to a view that is deleted, or not shared with this person: both look the same. */
export function NoView() {
  const { t } = useTranslation();
  return (
    <Empty
      icon={<IconListSearch aria-hidden />}
      title={t('views.gone.title')}
      body={t('views.gone.body')}
      action={
        <ButtonLink to={paths.users} search={{}} variant="default">
          {t('views.gone.everyone')}
        </ButtonLink>
      }
    />
  );
}
