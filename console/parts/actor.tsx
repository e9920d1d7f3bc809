import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Actor } from '../api/types.ts';
import { paths } from '../paths.ts';
import { useMay } from '../session/session.ts';
import { AnchorLink } from './links.tsx';

/** Who did something: a person by name, or a program by its API key, which is one click away. */
export function ActorName({ actor: { kind, id, name } }: { actor: Actor }) {
  const { t } = useTranslation();
  const { may } = useMay();
  if (kind !== 'apiKey' || id === null) return name;
  return (
    <span className="muster-actor">
      <IconKey size={14} role="img" aria-label={t('words.apiKey')} />
      {may('api_keys.manage') ? (
        <AnchorLink to={paths.apiKeys} search={{ key: id }} inherit>
          {name}
        </AnchorLink>
      ) : (
        name
      )}
    </span>
  );
}
