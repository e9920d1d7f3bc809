import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NewProofButton, ProofWords } from '../parts/proof.tsx';
import { useSession } from '../session/session.ts';
import { NoticeLine } from '../ui/notice-line.tsx';

const settingOf = (email: string) => `muster.proof-notice.${email}`;

/** Reminds people of an unproven address, with a way to prove it. Put away, it stays away until the browser is closed. */
export function ProofNotice() {
  const { t } = useTranslation();
  const { identity } = useSession();
  const setting = settingOf(identity.email);
  const [away, setAway] = useState(() => sessionStorage.getItem(setting) !== null);
  if (identity.proven || away) return null;
  const putAway = () => {
    sessionStorage.setItem(setting, 'away');
    setAway(true);
  };
  return (
    <NoticeLine label={t('shell.proof.label')} tone="waiting" onClose={putAway} action={<NewProofButton />}>
      <ProofWords />
    </NoticeLine>
  );
}
