import { effect, signal } from '@preact/signals';
import { type Answer, call, whenSignedOut } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { freshKey } from '../api/repeat-key.ts';
import { dropLink, linkToken } from '../where.ts';

export type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'out'; readonly expired: boolean; readonly failure: unknown }
  | { readonly state: 'set-up'; readonly token: string }
  | { readonly state: 'in'; readonly name: string | null; readonly rights: Answer<'getSession'>['rights'] };

export const session = signal<Session>({ state: 'unknown' });
/** True from the first sign-in on: what was typed before a session ended stays on the page behind the sign-in form. */
export const everSignedIn = signal(false);

function enter({ name, rights }: Answer<'getSession'>): void {
  everSignedIn.value = true;
  session.value = { state: 'in', name, rights };
}

/** True when this person may do something somewhere; where exactly, the station judges. */
export function mayDo(verb: Answer<'getSession'>['rights'][number]['verb']): boolean {
  const now = session.value;
  return now.state === 'in' && now.rights.some((right) => right.verb === verb);
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
      enter(await call('getSession', {}));
    } catch (error) {
      if (error instanceof Refused) session.value = { state: 'out', expired: false, failure: null };
      else await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

async function signInByLink(token: string): Promise<void> {
  try {
    enter(await call('signIn', { body: { token } }));
  } catch (failure) {
    session.value = { state: 'out', expired: false, failure };
    // A link that was never used up stays in the address bar: reloading tries it again.
    if (!(failure instanceof Refused)) return;
  }
  dropLink();
}

export async function signIn(name: string, password: string): Promise<void> {
  enter(await call('signIn', { body: { name, password } }));
}

export async function setUp(token: string, name: string, password: string): Promise<void> {
  enter(await call('setUp', { body: { token, name, password }, key: freshKey() }));
  dropLink();
}

export async function signOut(): Promise<void> {
  await call('signOut', {});
  // A fresh page, so that nothing of this person is left for the next one.
  location.replace(location.pathname);
}
