import type { Handlers, House } from '../house.ts';

export function commandHandlers({ command, world }: House): Handlers<'getCommand' | 'openEpoch'> {
  return {
    getCommand: async () => command.standing(),
    openEpoch: async (_input, { visitor }) => {
      await command.openEpoch();
      world.logger.warn('epoch opened by', { by: visitor.name ?? visitor.owner });
      return command.standing();
    },
  };
}
