import { effect, signal } from '@preact/signals';
import { call, whenSignedOut } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { freshKey } from '../api/repeat-key.ts';
import { dropLink, linkToken } from '../where.ts';

export type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'out'; readonly expired: boolean; readonly failure: unknown }
  | { readonly state: 'set-up'; readonly token: string }
  | { readonly state: 'in'; readonly name: string | null };

export const session = signal<Session>({ state: 'unknown' });
/** True from the first sign-in on: what was typed before a session ended stays on the page behind the sign-in form. */
export const everSignedIn = signal(false);

function enter(name: string | null): void {
  everSignedIn.value = true;
  session.value = { state: 'in', name };
}

whenSignedOut(() => {
  if (session.value.state === 'in') session.value = { state: 'out', expired: true, failure: null };
});

/** Uses the one-time link in the address bar if there is one, else asks who is signed in. Follows later links too. */
export async function openSession(): Promise<void> {
  effect(() => {
    const link = linkToken.value;
    if (link?.kind === 'set-up') session.value = { state: 'set-up', token: link.token };
    if (link?.kind === 'sign-in') void signInByLink(link.token);
  });
  for (let waitMs = 1000; session.value.state === 'unknown' && !linkToken.value; waitMs = Math.min(waitMs * 2, 5000)) {
    try {
      enter((await call('getSession', {})).name);
    } catch (error) {
      if (error instanceof Refused) session.value = { state: 'out', expired: false, failure: null };
      else await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

async function signInByLink(token: string): Promise<void> {
  try {
    enter((await call('signIn', { body: { token } })).name);
  } catch (failure) {
    session.value = { state: 'out', expired: false, failure };
    // A link that was never used up stays in the address bar: reloading tries it again.
    if (!(failure instanceof Refused)) return;
  }
  dropLink();
}

export async function signIn(name: string, password: string): Promise<void> {
  enter((await call('signIn', { body: { name, password } })).name);
}

export async function setUp(token: string, name: string, password: string): Promise<void> {
  enter((await call('setUp', { body: { token, name, password }, key: freshKey() })).name);
  dropLink();
}

export async function signOut(): Promise<void> {
  await call('signOut', {});
  // A fresh page, so that nothing of this person is left for the next one.
  location.replace(location.pathname);
}
