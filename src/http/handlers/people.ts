import { notFound, StationError } from '#kernel';
import { type Grant, howManaged, ODD_MIXES, type Person, type Right, ROLES } from '#people';
import { listAreas } from '#place';
import type { Executor } from '#store';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names =
  | 'getStation'
  | 'listPeople'
  | 'addPerson'
  | 'changeRights'
  | 'invitePerson'
  | 'removePerson'
  | 'listRoles'
  | 'closePerson'
  | 'resetFactors';

function personShown({ rights, ...person }: Person): RouteAnswer<'changeRights'> {
  return { ...person, rights: rights.map((right) => ({ ...right })) };
}

/** Whoever manages people gives nothing to themselves, not even more time: that is for somebody else. */
function refuseOwn(before: readonly Grant[], after: readonly Grant[]): void {
  const keyOf = ({ verb, areaId, fromAt, toAt }: Grant) => JSON.stringify([verb, areaId, fromAt, toAt]);
  const held = new Set(before.map(keyOf));
  if (after.some((grant) => !held.has(keyOf(grant)))) throw new StationError('RIGHT_FOR_SELF');
}

export function peopleHandlers({
  backups,
  command,
  settings,
  version,
  world,
  store,
  doorkeeper,
  bell,
}: House): Handlers<Names> {
  async function mustBeAreas(db: Executor, rights: readonly Right[]): Promise<void> {
    const areas = new Set((await listAreas(db)).map((area) => area.id));
    if (rights.some(({ areaId }) => areaId !== null && !areas.has(areaId))) throw notFound('area');
  }

  /** Does what may take the last one who manages people away, or throws LAST_MANAGER. All in one transaction. */
  const keepManaged = (work: (tx: Executor) => Promise<void>) =>
    store.transact(async (tx) => {
      const before = await howManaged(tx, world.clock.wallMs());
      await work(tx);
      if ((await howManaged(tx, world.clock.wallMs())) < before) throw new StationError('LAST_MANAGER');
    });

  async function find(id: string): Promise<RouteAnswer<'changeRights'>> {
    const person = (await doorkeeper.people()).find((one) => one.id === id);
    if (!person) throw notFound('account');
    return personShown(person);
  }

  return {
    getStation: async () => ({
      name: settings.name,
      zone: settings.zone,
      now: world.clock.wallMs(),
      version,
      fence: command.standing().fence,
      backup: backups.health(),
    }),
    listPeople: async () => (await doorkeeper.people()).map(personShown),
    addPerson: async ({ body }, { visitor }) => {
      const { id, token } = await store.transact(async (tx) => {
        await mustBeAreas(tx, body.rights);
        return doorkeeper.addPerson(tx, body, visitor.owner);
      });
      // The token is shown once: it is not kept for whoever repeats the request.
      return { person: await find(id), token };
    },
    changeRights: async ({ params, body }, { visitor }) => {
      const { rights } = await find(params.id);
      if (params.id === visitor.owner) refuseOwn(rights, body.rights);
      await keepManaged(async (tx) => {
        await mustBeAreas(tx, body.rights);
        await doorkeeper.setRights(tx, params.id, body.rights, visitor.owner);
      });
      await bell.ring(params.id);
      world.logger.info('rights changed', { accountId: params.id, by: visitor.name ?? visitor.owner });
      return find(params.id);
    },
    removePerson: async ({ params }, { visitor }) => {
      await find(params.id);
      if (params.id === visitor.owner) throw new StationError('PERSON_SELF');
      await keepManaged((tx) => doorkeeper.removePerson(tx, params.id));
      await bell.ring(params.id);
      world.logger.info('an account was taken out of use', { accountId: params.id, by: visitor.name ?? visitor.owner });
      return {};
    },
    listRoles: async () => ({
      roles: Object.entries(ROLES).map(([role, { name, verbs }]) => ({ role, name, verbs: [...verbs] })),
      oddMixes: ODD_MIXES.map(({ one, other, text }) => ({ one: [...one], other: [...other], text })),
    }),
    invitePerson: async ({ params }) => {
      await find(params.id);
      return { token: await store.transact((tx) => doorkeeper.invite(tx, params.id)) };
    },
    closePerson: async ({ params, body }, { visitor }) => {
      await find(params.id);
      if (body.closed && params.id === visitor.owner) throw new StationError('PERSON_SELF');
      await keepManaged((tx) => doorkeeper.setClosed(tx, params.id, body.closed));
      await bell.ring(params.id);
      world.logger.info(body.closed ? 'account closed' : 'account opened again', {
        accountId: params.id,
        by: visitor.name ?? visitor.owner,
      });
      return find(params.id);
    },
    resetFactors: async ({ params }, { visitor }) => {
      await find(params.id);
      await store.transact((tx) => doorkeeper.resetFactors(tx, params.id));
      await bell.ring(params.id);
      world.logger.warn('second factors reset', { accountId: params.id, by: visitor.name ?? visitor.owner });
      return {};
    },
  };
}
