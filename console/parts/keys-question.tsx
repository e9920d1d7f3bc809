import { useTranslation } from 'react-i18next';
import type { StoppedApiKey } from '../api/types.ts';
import { Confirm } from '../ui/feedback/confirm.tsx';
import { StoppedKeys } from './stopped-keys.tsx';

export interface KeysAsked {
  /** Of the person whose keys they are. */
  name: string;
  /** What becomes of that person. */
  becomes: 'deactivated' | 'member' | 'removed';
  keys: StoppedApiKey[];
}

interface Props {
  asked: KeysAsked;
  onAnswer: (goOn: boolean) => void;
}

/** Asks before the API keys of one person stop. */
export function KeysQuestion({ asked: { name, becomes, keys }, onAnswer }: Props) {
  const { t } = useTranslation();
  return (
    <Confirm
      opened
      onClose={() => onAnswer(false)}
      title={t(`apiKeys.stops.ask.${becomes}`, { name })}
      confirm={t(`apiKeys.stops.submit.${becomes}`)}
      danger
      onConfirm={async () => onAnswer(true)}
    >
      <StoppedKeys keys={keys} />
    </Confirm>
  );
}
