import { useEffect, useRef, type FormEvent, type RefObject } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { textsOf } from './form.js';
import { useShortcuts } from './shortcuts.js';

/** Left in the history by a form that was sent. */
const submitted = 'submitted';

interface FilterForm {
  /** The question of the address. */
  readonly parameters: URLSearchParams;
  /** Of the first control: `/` leads there. */
  readonly first: RefObject<HTMLInputElement | null>;
  /** Of the button that asks. */
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly submit: (event: FormEvent<HTMLFormElement>) => void;
}

/** A question as a form: the address carries it, so that it can be kept, shared and gone back to. */
export function useFilterForm(
  questionOf: (texts: Readonly<Record<string, string>>, asked: URLSearchParams) => URLSearchParams,
): FilterForm {
  const [parameters, setParameters] = useSearchParams();
  const first = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { state } = useLocation();
  useShortcuts({ '/': () => first.current?.focus() });

  // Each question is a form of its own: the focus stays where it was asked.
  useEffect(() => {
    if (state === submitted) button.current?.focus();
  }, [state]);

  const submit: FilterForm['submit'] = (event) => {
    event.preventDefault();
    setParameters(questionOf(textsOf(event.currentTarget), parameters), { state: submitted });
  };
  return { parameters, first, button, submit };
}
