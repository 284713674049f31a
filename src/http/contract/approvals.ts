/** The part of the contract about what is approved before it is heard. How it works: docs/approval.md. */
import { z } from 'zod';
import { APPROVAL_STATES, type ApprovalState, BULLETIN_CLASSES, externalForm } from '#programme';
import { bilingual, defineRoutes, durationMs, id, idParams, instant, none, title } from './words.ts';

const state = z.enum(Object.keys(APPROVAL_STATES) as [ApprovalState, ...ApprovalState[]]);
const sha256 = z
  .string()
  .min(64)
  .max(100)
  .meta({ description: 'Names the content; who approves says which content he saw' });

/** What a bulletin says besides its sound. */
export const bulletinText = {
  text: z.string().trim().max(20_000).default(''),
  documentNumber: z.string().trim().max(100).default(''),
  audience: z
    .array(id)
    .max(200)
    .default([])
    .meta({ description: 'Areas that it is for; empty: wherever it is played' }),
  personalUntil: instant
    .nullable()
    .default(null)
    .meta({ description: 'Contains personal data: its files are removed after this; null: it contains none' }),
  class: z.enum(BULLETIN_CLASSES).default('own'),
  form: externalForm
    .nullable()
    .default(null)
    .meta({ description: 'Only for class external: all that a message from outside may say' }),
};

/** How a bulletin stands with approval. */
export const standing = z.object({
  state,
  isCovered: z.boolean().meta({ description: 'What is there now is what was approved: it may be heard' }),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  source: z.string().nullable().meta({ description: 'Approved elsewhere: the authority above, or an older version' }),
  word: z.string().nullable().meta({ description: 'What the approver said when it was sent back' }),
  fell: z.array(bilingual).nullable().meta({ description: 'What was changed, so that an approval holds no more' }),
});

const card = z
  .object({
    subject: id,
    kind: z.enum(['bulletin', 'frame', 'item']),
    title: z.string(),
    sha256,
    standing,
    programme: z.string().nullable(),
    text: z.string(),
    class: z.enum(BULLETIN_CLASSES),
    form: externalForm.nullable(),
    documentNumber: z.string(),
    attachment: z.object({ name: z.string(), bytes: z.number().int() }).nullable(),
    personalUntil: instant.nullable(),
    audience: z.array(id),
    validFrom: instant.nullable(),
    validTo: instant.nullable(),
    recordings: z.array(z.object({ recordingId: id, language: z.string().nullable(), durationMs })),
    changes: z
      .array(z.object({ what: bilingual, before: z.string().nullable(), after: z.string().nullable() }))
      .meta({ description: 'Against what was sent back or approved last; empty: the same, or never seen' }),
    changesSince: z
      .enum(['approved', 'sent_back'])
      .nullable()
      .meta({ description: 'Against what `changes` are; null: nobody has decided on it yet' }),
    waitsFor: z.array(z.string()).meta({ description: 'While it waits: the names of all who may approve it' }),
    waitsSince: instant.nullable(),
    writtenBy: z.string().nullable(),
    changedBy: z.string().nullable(),
    changedAt: instant.nullable(),
    nextAt: instant.nullable().meta({ description: 'When it is planned to be heard next; null: not yet' }),
    notes: z.array(
      z.object({
        at: instant,
        event: z.enum(['submit', 'approve', 'send_back', 'change', 'withdraw', 'listen', 'comment']),
        by: z.string().nullable(),
        word: z.string().nullable(),
        isThis: z.boolean().meta({ description: 'It was about the content as it is now' }),
        listenedMs: durationMs.nullable(),
        durationMs: durationMs.nullable(),
      }),
    ),
    isOwn: z.boolean().meta({ description: 'Whoever asks wrote it or changed it last' }),
    mayApprove: z.boolean().meta({ description: 'Whoever asks may approve it' }),
  })
  .meta({ id: 'ApprovalCard' });

export const approvalRoutes = defineRoutes({
  listApprovals: {
    method: 'get',
    path: '/approvals',
    summary: 'What waits for approval, was sent back, or is a draft; soonest to be heard first',
    response: z.array(card),
  },
  getApproval: {
    method: 'get',
    path: '/approvals/{id}',
    summary: 'How one bulletin or chime stands with approval, with all that was said of it',
    params: idParams,
    response: card,
  },
  submitForApproval: {
    method: 'post',
    path: '/approvals/{id}/submit',
    summary: 'It is ready: ask for approval',
    params: idParams,
    response: card,
  },
  approve: {
    method: 'post',
    path: '/approvals/approve',
    summary:
      'Approve several at once, each as it was seen; what was changed since is refused by name, the rest goes through',
    body: z.strictObject({
      items: z
        .array(z.strictObject({ subject: id, sha256 }))
        .min(1)
        .max(100),
    }),
    response: z.object({
      approved: z.array(id),
      refused: z.array(z.object({ subject: id, code: z.string(), text: bilingual })),
    }),
  },
  sendBack: {
    method: 'post',
    path: '/approvals/{id}/send-back',
    summary: 'Send it back with a word; an approval that there was holds no more, and it is taken out of the plans',
    params: idParams,
    body: z.strictObject({ word: z.string().trim().min(3).max(1000) }),
    response: card,
  },
  comment: {
    method: 'post',
    path: '/approvals/{id}/comments',
    summary: 'Say something about it to all who make or approve it; nothing is decided by it',
    params: idParams,
    body: z.strictObject({ word: z.string().trim().min(1).max(1000) }),
    response: card,
  },
  noteListening: {
    method: 'post',
    path: '/approvals/{id}/listened',
    summary: 'How much of a recording ran in the console, for the record; it proves nothing of what was taken in',
    params: idParams,
    body: z.strictObject({ sha256, listenedMs: durationMs, durationMs }),
    response: none,
  },
  changeBulletin: {
    method: 'put',
    path: '/bulletins/{id}/text',
    summary: 'Change what a bulletin says besides its sound; an approval that there was holds no more',
    params: idParams,
    body: z.strictObject({ title, ...bulletinText, sha256 }),
    response: card,
  },
  putAttachment: {
    method: 'put',
    path: '/bulletins/{id}/attachment',
    summary: 'Attach the signed document as PDF, up to 10 MB; its name is in the header Upload-Name, percent-encoded',
    params: idParams,
    rawBody: true,
    response: card,
  },
  getAttachment: {
    method: 'get',
    path: '/bulletins/{id}/attachment',
    summary: 'The attached document, to be saved',
    params: idParams,
    response: z.string(),
    contentType: 'application/pdf',
  },
  removeAttachment: {
    method: 'delete',
    path: '/bulletins/{id}/attachment',
    summary: 'Take the attached document away; an approval that there was holds no more',
    params: idParams,
    response: card,
  },
});
