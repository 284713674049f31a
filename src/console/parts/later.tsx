import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { words } from '../words/language.ts';
import { FailureNote } from './failure-note.tsx';

interface Looked {
  readonly looking: boolean;
}

/** A page whose code is fetched when it is first looked at, and again when that failed and it is looked at once more. */
export function later<Props extends Looked>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const page = signal<ComponentType<Props> | null>(null);
  const failure = signal<unknown>(null);
  let isAsked = false;
  const fetchOnce = () => {
    if (isAsked) return;
    isAsked = true;
    failure.value = null;
    load().then(
      (found) => {
        page.value = found;
      },
      (error) => {
        isAsked = false;
        failure.value = error;
      },
    );
  };
  return function Later(props: Props) {
    const Page = page.value;
    useEffect(() => {
      if (props.looking) fetchOnce();
    }, [props.looking]);
    if (Page) return <Page {...props} />;
    if (!props.looking) return null;
    return failure.value === null ? <p>{words.value.wait}</p> : <FailureNote failure={failure.value} />;
  };
}
