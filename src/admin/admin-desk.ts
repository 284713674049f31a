import { civilOf, liesIn, type Network, readNetworks, StationError, type World } from '#kernel';
import type { Store } from '#store';
import { isWithinHours, type WeekSpan } from './admin-hours.ts';
import { type KeptRules, readRules, writeRules } from './admin-store.ts';
import { type AdminRequest, type AdminWord, mayAdminister } from './may-administer.ts';

interface Parts {
  readonly world: World;
  readonly store: Store;
  readonly zone: string;
  /** The address list of the environment, which wins; none: the console sets it. */
  readonly fixed: readonly string[];
}

/** From where and when the station is administered: asks the pure rule, and keeps the settings. */
export class AdminDesk {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** True when the address list comes from the environment (LOAXA_ADMIN_FROM). */
  get isFixed(): boolean {
    return this.#parts.fixed.length > 0;
  }

  /** What holds now. */
  async rules(): Promise<KeptRules> {
    const rules = await readRules(this.#parts.store.db);
    return this.isFixed ? { ...rules, addresses: this.#parts.fixed } : rules;
  }

  /** May this request administer the station now? */
  async judge(asked: Omit<AdminRequest, 'at'>): Promise<AdminWord> {
    const { addresses, hours } = await this.rules();
    const { zone, world } = this.#parts;
    const networks = addresses.length === 0 ? null : networksOf(addresses);
    return mayAdminister({ networks, hours }, zone, { ...asked, at: world.clock.wallMs() });
  }

  /**
   * From now on only these addresses administer (none: all). Throws ADMIN_ADDRESSES_FIXED, REQUEST_INVALID, and
   * ADMIN_LOCKED_OUT for a list in which the one who asks does not stand.
   */
  async setAddresses(addresses: readonly string[], asker: string): Promise<void> {
    if (this.isFixed) throw new StationError('ADMIN_ADDRESSES_FIXED');
    const networks = networksOf(addresses);
    if (networks.length > 0 && !liesIn(asker, networks)) throw new StationError('ADMIN_LOCKED_OUT', { address: asker });
    await this.#parts.store.transact(async (tx) => writeRules(tx, { ...(await readRules(tx)), addresses }));
  }

  /** From now on people and maintenance only then (none: always). Throws ADMIN_HOURS_NOW unless sure, when that is not now. */
  async setHours(hours: readonly WeekSpan[], isSure: boolean): Promise<void> {
    const { zone, world, store } = this.#parts;
    const now = world.clock.wallMs();
    if (!isSure && !isWithinHours(hours, zone, now)) {
      throw new StationError('ADMIN_HOURS_NOW', { time: civilOf(now, zone).time.slice(0, 5) });
    }
    await store.transact(async (tx) => writeRules(tx, { ...(await readRules(tx)), hours }));
  }
}

function networksOf(addresses: readonly string[]): readonly Network[] {
  const networks = readNetworks(addresses.join(' '));
  if ('wrong' in networks)
    throw new StationError('REQUEST_INVALID', { field: 'body.addresses', problem: networks.wrong });
  return networks;
}
