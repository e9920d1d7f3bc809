import { Group, Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

const KINDS = ['now', 'later', 'at'] as const;

interface Props {
  /** `now`, `later`, or a date and time of this browser such as 2026-12-01T09:00; empty while none is chosen. */
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

/** When people who are added get their invitation. */
export function InviteWhen({ value, onChange, error }: Props) {
  const { t } = useTranslation();
  const kind = value === 'now' || value === 'later' ? value : 'at';
  return (
    <Radio.Group
      label={t('users.invite.label')}
      description={t(`users.invite.hint.${kind}`)}
      value={kind}
      onChange={(next) => onChange(next === 'at' ? tomorrowMorning() : next)}
    >
      <Group gap="lg" mt="xs" align="center">
        {KINDS.map((one) => (
          <Radio key={one} value={one} label={t(`users.invite.${one}`)} />
        ))}
        {kind === 'at' && (
          <TextInput
            type="datetime-local"
            name="invite"
            aria-label={t('users.invite.date')}
            value={value}
            min={local(new Date())}
            onChange={(event) => onChange(event.currentTarget.value)}
            error={error}
            required
          />
        )}
      </Group>
    </Radio.Group>
  );
}

/** What the API takes for the value. */
export function inviteOf(value: string): string {
  return value === 'now' || value === 'later' ? value : new Date(value).toISOString();
}

/** Nine in the morning of the next day. */
function tomorrowMorning(): string {
  const date = new Date();
  date.setDate(date.getDate() + 1);
  date.setHours(9, 0, 0, 0);
  return local(date);
}

function local(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
