/** The map of the commune: drawn by ourselves from an outline or a picture, without anybody's tiles. */
import { z } from 'zod';
import { defineRoutes, id, idParams, instant, none } from './words.ts';

const lonLat = z.tuple([z.number(), z.number()]);
const plain = { id, name: z.string(), writtenBy: z.string().nullable(), createdAt: instant };
const part = z.number().min(0).max(1);
const pin = z.object({ endpointId: id, x: part, y: part });
const map = z
  .object({
    map: z
      .discriminatedUnion('kind', [
        z.object({
          ...plain,
          kind: z.literal('outline'),
          outline: z.object({
            rings: z.array(z.array(lonLat)).meta({ description: 'Closed lines of longitude and latitude' }),
            points: z.array(z.object({ at: lonLat, name: z.string() })),
          }),
        }),
        z.object({ ...plain, kind: z.literal('image'), width: z.number().int(), height: z.number().int() }),
      ])
      .nullable(),
    pins: z.array(pin).meta({ description: 'On a picture: in parts of its width and height' }),
  })
  .meta({ id: 'Map' });

export const mapRoutes = defineRoutes({
  getMap: { method: 'get', path: '/map', summary: 'The map in use, and the pins on its picture', response: map },
  putMap: {
    method: 'put',
    path: '/map',
    summary:
      'Take another map into use: GeoJSON in WGS 84, PNG or JPEG, up to 3 MB; its name is in the header Upload-Name',
    rawBody: true,
    response: map,
  },
  removeMap: { method: 'delete', path: '/map', summary: 'Put the map out of use', response: map },
  mapImage: {
    method: 'get',
    path: '/map/{id}/image',
    summary: 'The picture of a map',
    params: idParams,
    response: z.unknown(),
    contentType: 'image/png',
  },
  pinEndpoint: {
    method: 'put',
    path: '/endpoints/{id}/pin',
    summary: 'Where an endpoint stands on the picture; null takes it off',
    params: idParams,
    body: z.strictObject({ at: z.strictObject({ x: part, y: part }).nullable() }),
    response: none,
  },
});
