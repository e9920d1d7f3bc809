import { Button, Group, NumberInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ok } from '../api/client.ts';
import type { Subscription } from '../api/types.ts';
import { SeatsBar } from '../fields/seats-bar.tsx';
import { toFailure } from '../ui/feedback/failure.ts';
import { toast } from '../ui/feedback/toast.tsx';
import { Section } from '../ui/section.tsx';

const MOST = 100_000_000;

/** One product: its bought, held and free seats, and a field for the new number. A refusal is shown at the field. */
export function SubscriptionCard({ subscription }: { subscription: Subscription }) {
  const { t } = useTranslation();
  const { product, name, quantity, held } = subscription;
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState<string | number>(quantity);
  const [state, setState] = useState<{ busy: boolean; refusal?: string }>({ busy: false });
  const wanted = typeof typed === 'number' ? typed : null;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (wanted === null || wanted === quantity) return;
    setState({ busy: true });
    try {
      await ok(
        api.PUT('/v1/billing/subscriptions/{product}', { params: { path: { product } }, body: { quantity: wanted } }),
      );
      setState({ busy: false });
      toast(t('billing.saved', { name, count: wanted }));
      await queryClient.invalidateQueries();
    } catch (error) {
      const { message, fields } = toFailure(error, t('ui.errors.unknown'));
      setState({ busy: false, refusal: fields['quantity'] ?? message });
    }
  };
  return (
    <Section title={name}>
      <SeatsBar name={name} seat={{ bought: quantity, held, free: Math.max(0, quantity - held) }} />
      <form onSubmit={(event) => void save(event)} noValidate>
        <Group align="flex-end" gap="sm">
          <NumberInput
            label={t('billing.quantity')}
            aria-label={t('billing.quantityOf', { name })}
            value={typed}
            onChange={(next) => {
              setTyped(next);
              setState({ busy: false });
            }}
            error={state.refusal}
            min={0}
            max={MOST}
            clampBehavior="strict"
            allowDecimal={false}
            allowNegative={false}
            thousandSeparator
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            style={{ flex: 1, minWidth: 140 }}
          />
          <Button
            type="submit"
            loading={state.busy}
            disabled={wanted === null || wanted === quantity}
            mb={state.refusal ? 22 : 0}
          >
            {t(wanted !== null && wanted < quantity ? 'billing.fewer' : 'billing.buy')}
          </Button>
        </Group>
      </form>
    </Section>
  );
}
