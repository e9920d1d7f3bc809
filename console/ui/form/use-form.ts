import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toFailure } from '../feedback/failure.ts';

type Values = Record<string, string>;

export interface TextField {
  name: string;
  value: string;
  onChange: (event: { currentTarget: { value: string } }) => void;
  error: string | undefined;
}

export interface Form<V extends Values> {
  values: V;
  set: (change: Partial<V>) => void;
  /** Everything that a text input needs. */
  field: (name: keyof V & string) => TextField;
  reset: () => void;
  busy: boolean;
  /** Would leaving lose something typed? The form's view asks. */
  unsaved: boolean;
  /** The error, unless all of it is shown at the fields. */
  error: unknown;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
}

/**
 * Holds the values, sends them one request at a time, and shows each error where it belongs. An error never loses what was typed. A refusal
 * of the whole request is shown at the field that `at` names for its code, if any. What was typed and not sent is asked for before it is lost,
 * unless the form is not `guarded`.
 */
export function useForm<V extends Values>(
  initial: V,
  send: (values: V) => Promise<unknown>,
  at: Partial<Record<string, keyof V & string>> = {},
  { guarded = true } = {},
): Form<V> {
  const { t } = useTranslation();
  const [values, setValues] = useState(initial);
  const [saved, setSaved] = useState(initial);
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const [errors, setErrors] = useState<Record<string, string>>({});
  const differs = Object.keys(values).some((name) => values[name] !== saved[name]);

  const set = (change: Partial<V>) => {
    setValues((before) => ({ ...before, ...change }));
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in change))));
  };

  const submit = async (form: HTMLFormElement) => {
    setState({ busy: true, error: null });
    setErrors({});
    try {
      setSaved(values); // a reset by send counts more
      await send(values);
      setState({ busy: false, error: null });
    } catch (error) {
      const { fields, code, message } = toFailure(error, '');
      const field = at[code ?? ''];
      const said = { ...fields, ...(field && { [field]: message }) };
      const shown = Object.fromEntries(Object.entries(said).filter(([name]) => name in values));
      setErrors(shown);
      setSaved(saved);
      setState({ busy: false, error: Object.keys(shown).length > 0 ? null : error });
      focusFirst(form, Object.keys(shown));
    }
  };

  return {
    values,
    set,
    field: (name) => ({
      name,
      value: values[name] ?? '',
      onChange: (event) => {
        const change: Partial<V> = {};
        Object.assign(change, { [name]: event.currentTarget.value });
        set(change);
      },
      error: errors[name],
    }),
    reset: () => {
      setValues(initial);
      setSaved(initial);
    },
    busy: state.busy,
    unsaved: guarded && differs && !state.busy,
    error: state.error,
    onSubmit: (event) => {
      event.preventDefault();
      if (state.busy) return;
      const form = event.currentTarget;
      const missing = missingFields(form);
      setErrors(Object.fromEntries(missing.map((name) => [name, t('ui.required')])));
      if (missing.length > 0) focusFirst(form, missing);
      else void submit(form);
    },
  };
}

/** The browser's own messages are not shown, because they vanish and are in the browser's language. Its validity checks are used. */
function missingFields(form: HTMLFormElement): string[] {
  return [...form.elements]
    .filter((element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)
    .filter((element) => element.validity.valueMissing)
    .map((element) => element.name);
}

function focusFirst(form: HTMLFormElement, names: string[]): void {
  const first = [...form.elements].find((element) => names.includes(element.getAttribute('name') ?? ''));
  if (first instanceof HTMLElement) requestAnimationFrame(() => first.focus());
}
