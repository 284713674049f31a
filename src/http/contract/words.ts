/** The words that all parts of the contract are written in. */
import { z } from 'zod';
import { EVIDENCE, type Evidence, FINAL_STATES, REASONS, type Reason } from '#kernel';

export const id = z.string().regex(/^[a-z]{3}_[0-9a-z]{1,40}$/);
export const instant = z.number().int().min(0).max(253_402_300_799_999);
export const title = z.string().trim().min(1).max(200);
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const durationMs = z.number().int().min(0).max(86_400_000);
/** What is a language is judged by the programme room. */
export const language = z.string().trim().min(1).max(40);
export const bilingual = z.object({ vi: z.string(), en: z.string() }).meta({ id: 'Bilingual' });
export const evidence = z.enum(Object.keys(EVIDENCE) as [Evidence, ...Evidence[]]);
export const reason = z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]);
export const deliveryState = z.enum([
  'planned',
  'ordered',
  'playing',
  ...(Object.keys(FINAL_STATES) as Array<keyof typeof FINAL_STATES>),
]);
/** What a list shows carries one; an edit that is made from it sends it in If-Match. */
export const mark = z
  .string()
  .optional()
  .meta({ description: 'Send it in If-Match, in quotes, to be told (412) when somebody else changed this meanwhile' });
export const idParams = z.strictObject({ id });
export const none = z.strictObject({});

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  /** True when it answers without a session. */
  readonly open?: boolean;
  /** True when a session answers that is only half proved: the handler says who that is. */
  readonly halfOpen?: boolean;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The body is raw bytes, streamed; inputs are in the headers. */
  readonly rawBody?: boolean;
  readonly response: z.ZodType;
  /** Another content type than JSON. */
  readonly contentType?: string;
  readonly status?: number;
}

export const defineRoutes = <const Routes extends Record<string, Route>>(routes: Routes) => routes;
