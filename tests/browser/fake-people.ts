import { notFound } from '#kernel';
import { ODD_MIXES, ROLES } from '#people';
import type { RouteAnswer } from '../../src/http/contract.ts';
import type { FakeHandlers } from './fake-house.ts';

type Person = RouteAnswer<'listPeople'>[number];
type Asked = {
  verb: Person['rights'][number]['verb'];
  areaId: string | null;
  fromAt?: number | null;
  toAt?: number | null;
};

/** The people of the fake station. */
export class FakePeople {
  readonly people: Person[] = [];
  /** Whose second step was forgotten. */
  readonly wasReset: string[] = [];

  add(name: string, rights: readonly Asked[], hasPassword = false): Person {
    const id = `acc_${this.people.length + 1}`;
    const own = { id, name, createdAt: Date.now(), hasPassword, closedAt: null };
    const person = { ...own, rights: [], mark: `m${this.people.length}` };
    this.people.push(person);
    return this.#put(person, rights);
  }

  #put(person: Person, rights: readonly Asked[]): Person {
    const granted = { grantedBy: 'Nguyễn Văn An', grantedAt: Date.now() };
    person.rights = rights.map(({ fromAt = null, toAt = null, ...right }) => ({ ...right, fromAt, toAt, ...granted }));
    return person;
  }

  #find(id: string): Person {
    const person = this.people.find((one) => one.id === id);
    if (!person) throw notFound('account');
    return person;
  }

  readonly handlers: FakeHandlers = {
    listPeople: () => this.people,
    listRoles: () => ({
      roles: Object.entries(ROLES).map(([role, { name, verbs }]) => ({ role, name, verbs: [...verbs] })),
      oddMixes: ODD_MIXES.map(({ one, other, text }) => ({ one: [...one], other: [...other], text })),
    }),
    addPerson: ({ body }) => ({ person: this.add(body.name, body.rights), token: 'fake-invitation-token' }),
    changeRights: ({ params, body }) => this.#put(this.#find(params.id), body.rights),
    removePerson: ({ params }) => {
      this.people.splice(this.people.indexOf(this.#find(params.id)), 1);
      return {};
    },
    closePerson: ({ params, body }) => {
      const person = this.#find(params.id);
      person.closedAt = body.closed ? Date.now() : null;
      return person;
    },
    resetFactors: ({ params }) => {
      this.wasReset.push(this.#find(params.id).name);
      return {};
    },
    addVillageCode: () => ({ code: 'K7QX-M2RD-9WZB-P4TN', expiresAt: Date.now() + 15_552_000_000 }),
    revokeVillageCode: () => ({}),
    invitePerson: () => ({ token: 'fake-invitation-token' }),
  };
}
