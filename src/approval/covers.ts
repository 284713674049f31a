import { type Approval, isCovered, type SubjectKind } from '#programme';
import type { Executor } from '#store';
import type { Cover } from './clearance.ts';
import { contentsOf } from './contents.ts';

/** Those of the approvals that hold: what was approved is still what is there. */
export async function coversOf(db: Executor, approvals: readonly Approval[]): Promise<Cover[]> {
  const approved = approvals.filter((one) => one.state === 'approved');
  const told = await contentsOf(db, idsOf(approved, 'bulletin'));
  return approved.flatMap(({ subject, kind, content }): Cover[] => {
    if (content === null) return [];
    if ('sounds' in content) return [{ subject, kind, sounds: content.sounds, areaIds: null }];
    const now = told.get(subject);
    if (!now || now.bulletin.withdrawnAt !== null || !isCovered(content.bulletin, now.content)) return [];
    const { audience, versions } = now.content;
    const sounds = versions.map((one) => one.sound).filter((sound) => sound !== '');
    return [{ subject, kind, sounds, areaIds: audience.length === 0 ? null : new Set(audience) }];
  });
}

/** The subjects of one kind. */
function idsOf(approvals: ReadonlyArray<Pick<Approval, 'subject' | 'kind'>>, kind: SubjectKind): string[] {
  return approvals.filter((one) => one.kind === kind).map((one) => one.subject);
}
