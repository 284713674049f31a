/** The people of a commune before its real door, and the sounds that they work with. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type House, openServer } from '#http';
import type { Right, Visitor } from '#people';
import type { Commune } from '../tests/support/commune.ts';
import type { Person } from './approval-book.ts';

const NAMES = ['mai', 'binh', 'duyet', 'dong', 'chu', 'all'] as const;
export type Name = (typeof NAMES)[number];
const VERBS: Record<Name, readonly Right['verb'][]> = {
  mai: ['read', 'edit', 'operate'],
  binh: ['read', 'edit', 'approve'],
  duyet: ['read', 'approve'],
  dong: ['read', 'approve'],
  chu: ['read', 'edit', 'approve', 'approve_own'],
  all: ['read', 'edit', 'operate', 'emergency', 'authority', 'equip'],
};
/** Its right counts in one village alone. */
const LOCAL: Name = 'dong';

/** The console's files are of no matter here. */
const EMPTY = mkdtempSync(join(tmpdir(), 'loaxa-approval-'));

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the contract checks it
  readonly body: any;
}

/** Asks the station as its people do. Who sits before the screen is told by the token: signing in has tests of its own. */
export class Room {
  readonly people = new Map<Name, Person>();
  readonly #day: Commune;
  readonly #visitors = new Map<string, Visitor>();
  #server: Awaited<ReturnType<typeof openServer>> | null = null;

  constructor(day: Commune) {
    this.#day = day;
  }

  async addPeople(village: string, areaId: string): Promise<void> {
    const { store } = this.#day;
    const { doorkeeper } = this.#house();
    for (const name of NAMES) {
      const rights = VERBS[name].map((verb) => ({ verb, areaId: name === LOCAL ? areaId : null }));
      const { id } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
      this.#visitors.set(tokenOf(name), { owner: id, name, isStrong: true, isFresh: true } as Visitor);
      this.people.set(name, {
        ...{ id, mayApprove: VERBS[name].includes('approve'), mayApproveOwn: VERBS[name].includes('approve_own') },
        village: name === LOCAL ? village : null,
      });
    }
  }

  /** Opens the door of the station that is there now. */
  async open(): Promise<void> {
    const house = this.#house();
    const { doorkeeper } = house;
    doorkeeper.visitorOf = async (token) => this.#visitors.get(token ?? '') ?? null;
    const at = this.#day.clock.wallMs();
    doorkeeper.sessions.find = async (token) => {
      const { owner = '', name = '' } = this.#visitors.get(token ?? '') ?? {};
      return {
        ...{ id: `ses_${name}`, tokenSha256: '', stage: 'in', createdAt: at, seenAt: at, expiresAt: at + 86_400_000 },
        ...{ accountId: owner, name, provedAt: at, strongAt: at, address: '', agent: '' },
      };
    };
    this.#server = await openServer(house, EMPTY, '127.0.0.1', 0);
  }

  #house(): House {
    const house = this.#day.station?.house;
    if (!house) throw new Error('the station is down');
    return house;
  }

  async close(): Promise<void> {
    await this.#server?.stop();
    this.#server = null;
  }

  async ask(name: Name, method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.#server?.port}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${tokenOf(name)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status >= 500) throw new Error(`${method} ${path}: ${text}`);
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  /** As `ask`, where a refusal would be a mistake of the test. */
  async insist(name: Name, method: string, path: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.ask(name, method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  idOf(name: Name): string {
    return this.people.get(name)?.id ?? '';
  }
}

function tokenOf(name: string): string {
  return `${'t'.repeat(30)}${name}`;
}
