import { type ApiKey, keyState } from '#people';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'listOwnKeys' | 'addKey' | 'revokeOwnKey' | 'listKeys' | 'revokeKey';

export function keyHandlers({ keys, bell, world }: House): Handlers<Names> {
  const shown = (key: ApiKey): RouteAnswer<'listKeys'>[number] => ({
    id: key.id,
    name: key.name,
    owner: key.accountName,
    rights: key.rights.map((right) => ({ ...right })),
    emergencySystem: key.emergencySystem,
    state: keyState(key, world.clock.wallMs()),
    createdAt: key.createdAt,
    expiresAt: key.expiresAt,
    lastUsedAt: key.lastUsedAt,
  });
  return {
    listOwnKeys: async (_input, { visitor }) => (await keys.list(visitor.owner)).map(shown),
    // The key is shown once: it is not kept for whoever repeats the request.
    addKey: async ({ body }, { visitor }) => {
      const { key, secret } = await keys.make(visitor, body);
      world.logger.info('an API key was made', { keyId: key.id, name: key.name, by: key.accountName });
      return { key: shown(key), secret };
    },
    revokeOwnKey: async ({ params }, { visitor }) => {
      await keys.revoke(params.id, visitor.owner);
      await bell.ring(visitor.owner);
      return {};
    },
    listKeys: async () => (await keys.list(null)).map(shown),
    revokeKey: async ({ params }) => {
      await keys.revoke(params.id, null);
      await bell.ring(null);
      return {};
    },
  };
}
