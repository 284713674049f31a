/** The routes by which people get in and out: they read and set cookies. */
import type { Request, Response } from 'express';
import { notFound, StationError } from '#kernel';
import type { Caller, Entered, Given, MadeKey } from '#people';
import type { OwnRoute } from './api.ts';
import { clientAddress } from './client-address.ts';
import type { RouteAnswer, RouteName } from './contract.ts';
import { clearSession, deviceOf, sessionOf, setDevice, setSession } from './guard.ts';
import type { House } from './house.ts';

function callerOf(request: Request): Caller {
  return { address: clientAddress(request), agent: request.get('user-agent') ?? '', device: deviceOf(request) };
}

/** The page that asks, as its browser calls it. Keys are bound to it, so that a false page gains nothing by another name. */
function originOf(request: Request): string {
  return `${request.protocol}://${request.host}`;
}

function mustSession(request: Request): string {
  const session = sessionOf(request);
  if (session === null) throw new StationError('AUTH_REQUIRED');
  return session;
}

export function signInHandlers({ doorkeeper, settings, bell }: House): Partial<Record<RouteName, OwnRoute>> {
  const { factors, sessions } = doorkeeper;

  async function shown(session: string): Promise<RouteAnswer<'getSession'>> {
    const standing = await doorkeeper.standing(session);
    if (!standing) throw new StationError('AUTH_REQUIRED');
    const { rights, factors: kinds, passkeyHosts } = standing;
    return {
      ...standing,
      rights: rights.map((right) => ({ ...right })),
      ...{ factors: [...kinds], passkeyHosts: [...passkeyHosts] },
    };
  }

  async function letIn(request: Request, response: Response, entered: Entered): Promise<RouteAnswer<'getSession'>> {
    setSession(request, response, entered.session);
    if (entered.device !== null) setDevice(request, response, entered.device);
    return shown(entered.session);
  }

  /** Whose session it is: of an account, or it has nothing of its own. */
  async function own(request: Request): Promise<{ accountId: string; sessionId: string; name: string }> {
    const found = await sessions.find(mustSession(request));
    if (!found) throw new StationError('AUTH_REQUIRED');
    if (found.accountId === null) throw new StationError('ACCOUNT_NEEDED');
    return { accountId: found.accountId, sessionId: found.id, name: found.name ?? '' };
  }

  return {
    getSession: async (request, response) => {
      response.json(await shown(mustSession(request)));
    },
    signIn: async (request, response, { body }) => {
      const asked = body as { token: string } | { name: string; password: string };
      const caller = callerOf(request);
      const entered =
        'token' in asked
          ? await doorkeeper.signInByLink(asked.token, caller)
          : await doorkeeper.signIn(asked.name, asked.password, caller);
      response.json(await letIn(request, response, entered));
    },
    proveFactor: async (request, response, { body }) => {
      const entered = await doorkeeper.proveFactor(mustSession(request), body as Given, callerOf(request));
      response.json(await letIn(request, response, entered));
    },
    askPasskey: async (request, response) => {
      response.json(await doorkeeper.askPasskey(mustSession(request), originOf(request)));
    },
    signOut: async (request, response) => {
      const session = sessionOf(request);
      if (session) await doorkeeper.signOut(session);
      clearSession(response);
      response.json({});
    },
    setUp: async (request, response, { body }) => {
      const asked = body as { token: string; name: string; password: string; approvesOwn: boolean };
      const { token, name, password, approvesOwn } = asked;
      const entered = await doorkeeper.setUp(token, name, password, { approvesOwn }, callerOf(request));
      response.status(201).json(await letIn(request, response, entered));
    },
    acceptInvite: async (request, response, { body }) => {
      const { token, password } = body as { token: string; password: string };
      response.json(await letIn(request, response, await doorkeeper.acceptInvite(token, password, callerOf(request))));
    },
    changePassword: async (request, response, { body }) => {
      const { old, password } = body as { old: string; password: string };
      const entered = await doorkeeper.changePassword(mustSession(request), old, password, callerOf(request));
      await bell.ring(entered.visitor.owner);
      response.json(await letIn(request, response, entered));
    },
    listSessions: async (request, response) => {
      const { accountId, sessionId } = await own(request);
      const all = await sessions.of(accountId);
      const answer: RouteAnswer<'listSessions'> = all.map((one) => ({
        id: one.id,
        isThis: one.id === sessionId,
        createdAt: one.createdAt,
        seenAt: one.seenAt,
        isStrong: sessions.proofOf(one).isStrong,
        address: one.address,
        agent: one.agent,
      }));
      response.json(answer);
    },
    endSession: async (request, response, { params }) => {
      const { accountId } = await own(request);
      if (!(await sessions.endOne(accountId, (params as { id: string }).id))) throw notFound('session');
      await bell.ring(accountId);
      response.json({});
    },
    endOtherSessions: async (request, response) => {
      const { accountId, sessionId } = await own(request);
      await sessions.endOthers(accountId, sessionId);
      await bell.ring(accountId);
      response.json({});
    },
    getFactors: async (request, response) => {
      const { totpSince, recoveryLeft, passkeys } = await factors.of((await own(request)).accountId);
      const answer: RouteAnswer<'getFactors'> = {
        ...{ totpSince, recoveryLeft },
        passkeys: passkeys.map(({ id, name, rpId, createdAt, usedAt }) => ({
          id,
          name,
          host: rpId,
          createdAt,
          usedAt,
        })),
      };
      response.json(answer);
    },
    beginTotp: async (request, response) => {
      await doorkeeper.mustMaySetFactors(mustSession(request));
      const { accountId, name } = await own(request);
      response.json(await factors.beginTotp(accountId, name, settings.name));
    },
    confirmTotp: async (request, response, { body }) => {
      const { code } = body as { code: string };
      const { entered, recoveryCodes } = await doorkeeper.confirmTotp(mustSession(request), code, callerOf(request));
      const session = await letIn(request, response, entered);
      response.json({ session, recoveryCodes: recoveryCodes && [...recoveryCodes] });
    },
    dropTotp: async (request, response) => {
      await doorkeeper.mustMaySetFactors(mustSession(request));
      await factors.dropTotp((await own(request)).accountId);
      response.json({});
    },
    beginPasskey: async (request, response) => {
      response.json(await doorkeeper.beginPasskey(mustSession(request), originOf(request)));
    },
    addPasskey: async (request, response, { body }) => {
      const made = body as MadeKey;
      const { entered, recoveryCodes } = await doorkeeper.addPasskey(mustSession(request), made, callerOf(request));
      const session = await letIn(request, response, entered);
      response.json({ session, recoveryCodes: recoveryCodes && [...recoveryCodes] });
    },
    renamePasskey: async (request, response, { params, body }) => {
      await doorkeeper.mustMaySetFactors(mustSession(request));
      const { accountId } = await own(request);
      await factors.passkeys.rename(accountId, (params as { id: string }).id, (body as { name: string }).name);
      response.json({});
    },
    dropPasskey: async (request, response, { params }) => {
      await doorkeeper.mustMaySetFactors(mustSession(request));
      await factors.passkeys.drop((await own(request)).accountId, (params as { id: string }).id);
      response.json({});
    },
    renewRecoveryCodes: async (request, response) => {
      await doorkeeper.mustMaySetFactors(mustSession(request));
      response.json({ recoveryCodes: await factors.renewRecovery((await own(request)).accountId) });
    },
  };
}
