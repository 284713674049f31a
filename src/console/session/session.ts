import { effect, signal } from '@preact/signals';
import { type Answer, call, type Request, whenSignedOut } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { freshKey } from '../api/repeat-key.ts';
import { empty } from '../kept/box.ts';
import { dropDraftsOf } from '../kept/drafts.ts';
import { dropLast, keepWriting, readLast, showLast } from '../kept/last-known.ts';
import { openAway } from '../live/connection.ts';
import { stationNow, today } from '../live/station.ts';
import { dropLink, linkToken } from '../where.ts';

export type Standing = Answer<'getSession'>;
export type Verb = Standing['rights'][number]['verb'];

export type Session =
  | { readonly state: 'unknown' }
  | { readonly state: 'out'; readonly expired: boolean; readonly failure: unknown }
  | { readonly state: 'set-up'; readonly token: string }
  | { readonly state: 'invite'; readonly token: string }
  /** The password was right; the second step is asked. */
  | ({ readonly state: 'factor' } & Pick<Standing, 'factors' | 'passkeyHosts'>)
  /** The password is too old: a new one is asked. */
  | { readonly state: 'password' }
  /** Signed in, and led to a second factor before anything else. */
  | { readonly state: 'enrol' }
  | ({ readonly state: 'in' } & Standing);

export const session = signal<Session>({ state: 'unknown' });
/** True from the first sign-in on: what was typed before a session ended stays on the page behind the sign-in form. */
export const everSignedIn = signal(false);
/** What this person may do somewhere. It stays when the session ends, so that no form with typed words goes away. */
export const heldVerbs = signal<ReadonlySet<Verb>>(new Set());
/** Whose console this is. It stays when the session ends: what was typed is still that person's. */
export const owner = signal<string | null>(null);
/** Who was led to a second factor and has no phone at hand. */
let putOff = false;

/** Takes over how the station sees us now. */
export function enter(standing: Standing): void {
  if (standing.stage === 'factor') session.value = { ...standing, state: 'factor' };
  else if (standing.stage === 'password') session.value = { state: 'password' };
  else if (owner.value !== null && owner.value !== standing.owner) startClean();
  else if (standing.mustEnrol && !putOff) session.value = { state: 'enrol' };
  else {
    owner.value = standing.owner;
    everSignedIn.value = true;
    heldVerbs.value = new Set(standing.rights.map(({ verb }) => verb));
    session.value = { ...standing, state: 'in' };
  }
}

/** Another person in front of the same page gets a fresh one: the cookie is his by now. */
function startClean(): void {
  session.value = { state: 'unknown' };
  dropLink();
  location.reload();
}

/** Looks again how the station sees us. */
export async function lookAgain(): Promise<void> {
  enter(await call('getSession', {}));
}

/** Goes in without a second factor: what needs one does not work yet. */
export async function enrolLater(): Promise<void> {
  putOff = true;
  await lookAgain();
}

/** True when this person may do something somewhere; where exactly, the station judges. */
export function mayDo(...verbs: Verb[]): boolean {
  return verbs.some((verb) => heldVerbs.value.has(verb));
}

/** True when this person may do something in the whole station. */
export function mayDoEverywhere(verb: Verb): boolean {
  const now = session.value;
  return now.state === 'in' && now.rights.some((right) => right.verb === verb && right.areaId === null);
}

/** What stands between this person and what needs a second step: nothing, a proof, or setting one up. */
export function missingProof(kind: 'strongUntil' | 'freshUntil'): 'prove' | 'enrol' | null {
  const now = session.value;
  if (now.state !== 'in' || (now[kind] ?? 0) > stationNow()) return null;
  return now.factors.length > 0 ? 'prove' : 'enrol';
}

/** Whoever sees the station is shown it again when the console opens without it. */
effect(() => {
  const now = session.value;
  if (now.state !== 'in') return;
  return keepWriting(now.owner, now, () => today.peek());
});

whenSignedOut(() => {
  // Whose session ended is not let in by a dead line.
  if (owner.value !== null) void dropLast(owner.value);
  if (session.value.state === 'in' || session.value.state === 'enrol') {
    session.value = { state: 'out', expired: true, failure: null };
  }
});

/** Uses the one-time link in the address bar if there is one, else asks who is signed in. Follows later links too. */
export async function openSession(): Promise<void> {
  effect(() => {
    const link = linkToken.value;
    if (link?.kind === 'set-up') session.value = { state: 'set-up', token: link.token };
    if (link?.kind === 'invite') session.value = { state: 'invite', token: link.token };
    if (link?.kind === 'sign-in') void signInByLink(link.token);
  });
  let isKept = false;
  const isOpen = () => !isKept && session.value.state !== 'unknown';
  for (let waitMs = 1000; !isOpen() && !linkToken.value; waitMs = Math.min(waitMs * 2, 5000)) {
    try {
      const standing = await call('getSession', {});
      isKept = false;
      enter(standing);
    } catch (error) {
      if (error instanceof Refused) {
        isKept = false;
        session.value = { state: 'out', expired: everSignedIn.value, failure: null };
        continue;
      }
      isKept ||= await enterKept();
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

/** Without the station: what this person saw last, as what it is. False: nothing that is young enough. */
async function enterKept(): Promise<boolean> {
  const last = await readLast();
  if (!last || session.value.state !== 'unknown') return false;
  openAway(last.at);
  showLast(last, today.peek());
  enter(last.standing as Standing);
  return true;
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

export async function setUp(token: string, name: string, password: string, approvesOwn: boolean): Promise<void> {
  enter(await call('setUp', { body: { token, name, password, approvesOwn }, key: freshKey() }));
  dropLink();
}

export async function acceptInvite(token: string, password: string): Promise<void> {
  enter(await call('acceptInvite', { body: { token, password } }));
  dropLink();
}

export async function prove(given: Request<'proveFactor'>['body']): Promise<void> {
  enter(await call('proveFactor', { body: given }));
}

export async function changePassword(old: string, password: string): Promise<void> {
  enter(await call('changePassword', { body: { old, password } }));
}

/** Leaves this computer: nothing of this person stays on it. */
export async function signOut(): Promise<void> {
  const mine = owner.value;
  await call('signOut', {});
  forgetHere();
  if (mine !== null) {
    dropDraftsOf(mine);
    await dropLast(mine);
  }
  await empty('shared');
  tellOtherTabs();
  // A fresh page, so that nothing of this person is left for the next one.
  location.replace(location.pathname);
}

/** From now on nothing more is kept. */
function forgetHere(): void {
  owner.value = null;
  session.value = { state: 'unknown' };
}

const LEFT = 'loaxa.left';

/** The other tabs of this browser are left too. */
function tellOtherTabs(): void {
  try {
    localStorage.setItem(LEFT, freshKey());
  } catch {
    // Without a storage they notice by themselves: the station knows the session no longer.
  }
}
addEventListener('storage', ({ key }) => {
  if (key !== LEFT || owner.value === null) return;
  forgetHere();
  location.replace(location.pathname);
});
