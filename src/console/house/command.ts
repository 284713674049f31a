import { call } from '../api/client.ts';
import { freshKey } from '../api/repeat-key.ts';
import { feed } from '../live/feed.ts';
import { station } from '../live/station.ts';

/** Whether this station commands its speakers. */
export const command = feed(() => call('getCommand', {}));

/** Says that the old machine is off: this one begins to command. */
export async function openEpoch(): Promise<void> {
  await call('openEpoch', { body: { otherIsOff: true }, key: freshKey() });
  await Promise.all([command.refresh(), station.refresh()]);
}
