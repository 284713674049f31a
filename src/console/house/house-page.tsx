import { words } from '../words/language.ts';
import { AccountSection } from './account-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { BackupSection } from './backup-section.tsx';
import { CommandSection } from './command-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { SecuritySection } from './security-section.tsx';

/** What is set seldom: people and what they may do. */
export function HousePage({ looking }: { looking: boolean }) {
  return (
    <div hidden={!looking}>
      <h1>{words.value.house.title}</h1>
      <CommandSection looking={looking} />
      <AccountSection looking={looking} />
      <PeopleSection looking={looking} />
      <SecuritySection looking={looking} />
      <BackupSection looking={looking} />
      <AuditSection looking={looking} />
    </div>
  );
}
