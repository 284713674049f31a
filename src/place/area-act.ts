/** Acts on the area tree, as a person writes them: each with a day from which it holds. */
import { z } from 'zod';

const areaId = z.string().regex(/^are_[0-9a-z]{1,40}$/);
const endpointId = z.string().regex(/^end_[0-9a-z]{1,40}$/);
export const areaKind = z.string().trim().min(1).max(60);
export const areaName = z.string().trim().min(1).max(200);
/** Codes of areas and clusters: what stands in papers, without spaces. */
export const placeCode = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}._/-]{1,40}$/u);

const newArea = z.strictObject({
  kind: areaKind,
  name: areaName,
  code: placeCode.nullable().default(null),
});

export const areaAct = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('merge'),
    areaIds: z.array(areaId).min(1).max(200),
    /** One that is there and takes the others in, or a new one within a parent. */
    into: z.union([z.strictObject({ areaId }), z.strictObject({ parentId: areaId.nullable(), ...newArea.shape })]),
    /** Whose hours hold from then on; null: those of the first that has hours of its own. */
    hoursOf: areaId.nullable().default(null),
    /** People with rights on the merged areas have them on the successor; false: these rights end. */
    carryRights: z.boolean().default(true),
  }),
  z.strictObject({
    kind: z.literal('split'),
    areaId,
    parts: z
      .array(
        z.strictObject({
          ...newArea.shape,
          areaIds: z.array(areaId).max(1000).default([]),
          endpointIds: z.array(endpointId).max(10_000).default([]),
        }),
      )
      .min(1)
      .max(50),
    /** The area ends; false: it keeps whatever the parts do not take. */
    closes: z.boolean().default(true),
    carryRights: z.boolean().default(true),
  }),
  z.strictObject({ kind: z.literal('move'), areaId, parentId: areaId.nullable() }),
  z.strictObject({ kind: z.literal('rename'), areaId, name: areaName, areaKind }),
  z.strictObject({ kind: z.literal('close'), areaId }),
]);
export type AreaAct = z.infer<typeof areaAct>;

/** Somebody who may do more than before, and where: shown before an act is written. */
export const reachLine = z.object({
  accountId: z.string(),
  name: z.string(),
  verb: z.string(),
  areaIds: z.array(z.string()),
});
export type ReachLine = z.infer<typeof reachLine>;
