import { words } from '../words/language.ts';
import { Icon } from './icon.tsx';

/** Calls a person with one press on a phone; elsewhere the number can be read. Null without a number. */
export function PhoneLink({ name, phone }: { name: string; phone: string }) {
  const number = phone.replace(/[^\d+]/g, '');
  if (number === '') return null;
  return (
    <a class="button phone" href={`tel:${number}`}>
      <Icon name="phone" />
      <span>{words.value.fm.call(name, phone)}</span>
    </a>
  );
}
