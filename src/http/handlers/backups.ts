import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'getBackups' | 'startBackup' | 'downloadBackup' | 'removeBackup';

export function backupHandlers({ backups, settings }: House): Handlers<Names> {
  async function shown(): Promise<RouteAnswer<'getBackups'>> {
    const { running, shelf, copies, ...standing } = await backups.standing();
    const { at, keep, warnDays, passphraseFile } = settings.backup;
    return {
      ...standing,
      running: running && {
        ...{ trigger: running.trigger, beganAt: running.beganAt, step: running.progress?.step ?? null },
        ...{ doneBytes: running.progress?.doneBytes ?? 0, totalBytes: running.progress?.totalBytes ?? 0 },
      },
      ...{ folder: shelf.folder, disk: shelf.state, isOwnFolder: !shelf.isNamed },
      ...{ seals: passphraseFile !== null, nightAt: at, keep, warnDays, copies: [...copies] },
    };
  }
  return {
    getBackups: shown,
    async startBackup({ body }, { visitor }) {
      await backups.begin(visitor.name ?? visitor.owner, body.useThisDisk);
      return shown();
    },
    async downloadBackup({ params }, { visitor }) {
      const link = await backups.linkTo(params.copy, visitor.owner);
      return { path: `/api/v1/backups/${params.copy}/file?link=${link}` };
    },
    async removeBackup({ params }) {
      await backups.remove(params.copy);
      return {};
    },
  };
}
