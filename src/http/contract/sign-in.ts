/** The part of the contract about getting in: sessions, second factors, one's own password. */
import { z } from 'zod';
import { right } from './people.ts';
import { defineRoutes, id, idParams, instant, none } from './words.ts';

const linkToken = z.string().min(10).max(200);
const chosen = z.string().max(1024);
const given = z.string().min(1).max(1024);
const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/);
const factor = z.enum(['passkey', 'totp', 'recovery']);
/** Bytes as browsers hand them over: base64url. */
const bytes = (most: number) =>
  z
    .string()
    .regex(/^[\w-]*$/)
    .max(most);
const credentialId = bytes(1400).min(1);
const transports = z.array(z.enum(['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal', 'cable'])).max(8);
const known = z
  .array(z.object({ credentialId: z.string(), transports: z.array(z.string()) }))
  .meta({ description: 'Keys that are kept already for this host' });
const challenge = z.string().meta({ description: 'To be signed once, within five minutes (base64url)' });
const rpId = z.string().meta({ description: 'The host of this page: keys work there only' });
const passkeyName = z.string().trim().min(1).max(100);
/** What the authenticator said, over the challenge. */
const answered = { credentialId, clientData: bytes(8000), authenticatorData: bytes(4000) };
const recoveryCodes = z.array(z.string()).meta({ description: 'Each works once; shown only here' });

/** Who is signed in, how far, and what they may do now. */
const session = z
  .object({
    owner: z.string().meta({ description: 'Whose session it is: what a browser keeps, it keeps for this one' }),
    name: z.string().nullable(),
    stage: z.enum(['factor', 'password', 'in']).meta({
      description: 'factor: a second step is asked; password: it must be changed first; in: signed in',
    }),
    rights: z.array(right),
    factors: z.array(factor).meta({ description: 'By what the second step can be taken; empty: none is set up' }),
    passkeyHosts: z.array(z.string()).meta({ description: 'Hosts at which a passkey of this account works' }),
    strongUntil: instant.nullable().meta({ description: 'Until when emergencies may be sent; null: prove first' }),
    freshUntil: instant.nullable().meta({ description: 'Until when people and security may be changed' }),
    mustEnrol: z
      .boolean()
      .meta({ description: 'Holds rights that do not count without a second factor, and has none' }),
    hasAccount: z.boolean().meta({ description: 'False for the holder of a printed link' }),
  })
  .meta({ id: 'Session' });

const ownSession = z
  .object({
    id,
    isThis: z.boolean(),
    createdAt: instant,
    seenAt: instant,
    isStrong: z.boolean(),
    address: z.string(),
    agent: z.string(),
  })
  .meta({ id: 'OwnSession' });

const factors = z
  .object({
    totpSince: instant.nullable(),
    recoveryLeft: z.number().int(),
    passkeys: z.array(
      z.object({
        id,
        name: z.string(),
        host: z.string().meta({ description: 'Works on pages of this host only' }),
        createdAt: instant,
        usedAt: instant.nullable(),
      }),
    ),
  })
  .meta({ id: 'Factors' });

export const signInRoutes = defineRoutes({
  getSession: {
    method: 'get',
    path: '/session',
    summary: 'Who is signed in, and how far',
    halfOpen: true,
    response: session,
  },
  signIn: {
    method: 'post',
    path: '/session',
    summary: 'Sign in with a one-time link token, or with name and password',
    open: true,
    body: z.union([
      z.strictObject({ token: linkToken }),
      z.strictObject({ name: z.string().min(1).max(100), password: given }),
    ]),
    response: session,
  },
  proveFactor: {
    method: 'post',
    path: '/session/factor',
    summary:
      'Take the second step: by a code of the app, a recovery code, or a passkey; also once more, when it is too long ago',
    halfOpen: true,
    body: z.union([
      z.strictObject({ code }),
      z.strictObject({ recoveryCode: z.string().min(12).max(40) }),
      z.strictObject({ passkey: z.strictObject({ ...answered, signature: bytes(2000) }) }),
    ]),
    response: session,
  },
  askPasskey: {
    method: 'post',
    path: '/session/factor/passkey',
    summary: 'What a browser must have signed to take the second step by a passkey',
    halfOpen: true,
    response: z.object({ challenge, rpId, known }),
  },
  signOut: { method: 'delete', path: '/session', summary: 'End this session', halfOpen: true, response: none },
  setUp: {
    method: 'post',
    path: '/set-up',
    summary: 'Use the one-time set-up link to create the first account',
    open: true,
    body: z.strictObject({
      token: linkToken,
      name: z.string().trim().min(1).max(100),
      password: chosen,
      approvesOwn: z
        .boolean()
        .default(false)
        .meta({ description: 'This person also approves what he made himself; the log says so each time' }),
    }),
    response: session,
    status: 201,
  },
  acceptInvite: {
    method: 'post',
    path: '/invite',
    summary: 'Use the one-time link token of an account: choose its password and sign in',
    open: true,
    body: z.strictObject({ token: linkToken, password: chosen }),
    response: session,
  },
  changePassword: {
    method: 'post',
    path: '/session/password',
    summary: 'Change one’s own password; all other sessions of the account end',
    halfOpen: true,
    body: z.strictObject({ old: given, password: chosen }),
    response: session,
  },
  listSessions: { method: 'get', path: '/sessions', summary: 'One’s own sessions', response: z.array(ownSession) },
  endSession: {
    method: 'delete',
    path: '/sessions/{id}',
    summary: 'End one of one’s own sessions',
    params: idParams,
    response: none,
  },
  endOtherSessions: {
    method: 'delete',
    path: '/sessions',
    summary: 'End all one’s own sessions but this',
    response: none,
  },
  getFactors: { method: 'get', path: '/factors', summary: 'One’s own second factors', response: factors },
  beginTotp: {
    method: 'post',
    path: '/factors/totp',
    summary: 'A fresh key for an authenticator app; it counts once a code of it is given',
    response: z.object({
      key: z.string().meta({ description: 'To type in by hand (base32)' }),
      address: z.string().meta({ description: 'What the QR code says (otpauth:)' }),
    }),
  },
  confirmTotp: {
    method: 'post',
    path: '/factors/totp/confirm',
    summary: 'Take the app into use by its first code; answers recovery codes where there were none',
    body: z.strictObject({ code }),
    response: z.object({ session, recoveryCodes: recoveryCodes.nullable() }),
  },
  dropTotp: { method: 'delete', path: '/factors/totp', summary: 'Do without the authenticator app', response: none },
  beginPasskey: {
    method: 'post',
    path: '/factors/passkeys/begin',
    summary: 'What a browser must know to make a passkey for this page',
    response: z.object({
      ...{ challenge, rpId, known },
      userId: z.string().meta({ description: 'The account as the device keeps it (base64url)' }),
      userName: z.string(),
      algorithms: z.array(z.number().int()).meta({ description: 'COSE numbers' }),
    }),
  },
  addPasskey: {
    method: 'post',
    path: '/factors/passkeys',
    summary: 'Take a passkey into use; answers recovery codes where there were none',
    body: z.strictObject({ name: passkeyName, ...answered, transports }),
    response: z.object({ session, recoveryCodes: recoveryCodes.nullable() }),
  },
  renamePasskey: {
    method: 'post',
    path: '/factors/passkeys/{id}/name',
    summary: 'Call one’s own passkey something else',
    params: idParams,
    body: z.strictObject({ name: passkeyName }),
    response: none,
  },
  dropPasskey: {
    method: 'delete',
    path: '/factors/passkeys/{id}',
    summary: 'Do without a passkey: it opens nothing from then on',
    params: idParams,
    response: none,
  },
  renewRecoveryCodes: {
    method: 'post',
    path: '/factors/recovery-codes',
    summary: 'Ten fresh recovery codes; those made before are worth nothing',
    response: z.object({ recoveryCodes }),
  },
});
