import { useState } from 'react';
import type { Change, ImportChoices, RemapImport } from '../api/change-types.ts';
import { api, ok } from '../api/client.ts';
import { useChange } from '../changes/use-change.ts';

export type Reading = ReturnType<typeof useReading>;

/** Reads the file of a planned import again, in another way or with other choices. An error leaves the plan as it is. */
export function useReading({ id, file }: Pick<Change, 'id' | 'file'>) {
  const { know, refreshAll } = useChange();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const choices: ImportChoices = file?.choices ?? {};

  const readAgain = async (otherwise: RemapImport = {}) => {
    setBusy(true);
    setError(null);
    try {
      know(await ok(api.POST('/v1/changes/{id}/remap', { params: { path: { id } }, body: otherwise })));
      // The rows were read again too.
      await refreshAll();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return {
    choices,
    busy,
    error,
    setError,
    readAgain,
    choose: (more: ImportChoices) => readAgain({ choices: { ...choices, ...more } }),
  };
}
