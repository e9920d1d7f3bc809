import { Alert, Group, Text } from '@mantine/core';
import { NewProofButton, ProofWords } from '../parts/proof.tsx';
import { useSession } from '../session/session.ts';

/** Reminds people of an unproven address, with a way to prove it. */
export function ProofNotice() {
  const { identity } = useSession();
  if (identity.proven) return null;
  return (
    <Alert color="yellow" mb="lg" py="xs">
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 20rem">
          <ProofWords />
        </Text>
        <NewProofButton />
      </Group>
    </Alert>
  );
}
