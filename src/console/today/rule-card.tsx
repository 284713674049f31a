import { call } from '../api/client.ts';
import { type Rule, rules } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { say, words } from '../words/language.ts';
import { tellMoment } from '../words/tell.ts';
import { broadcasts } from './broadcasts.ts';

export function RuleCard({ rule }: { rule: Rule }) {
  const text = words.value.rules;
  const next = rule.next[0];
  const end = async () => {
    await call('retireRule', { params: { id: rule.id } });
    await Promise.all([rules.refresh(), broadcasts.refresh()]);
  };
  return (
    <li class="card">
      <h3>{rule.title}</h3>
      <p>{say(rule.description)}</p>
      <p class="hint">{!rule.active ? text.paused : next ? text.next(tellMoment(next.at)) : text.noNext}</p>
      {rule.sourceFile === null ? (
        <ActButton
          needs={['operate']}
          question={{ text: text.askEnd(rule.title), yes: text.yesEnd, no: words.value.today.keep }}
          act={end}
        >
          {text.end}
        </ActButton>
      ) : (
        <p class="hint">{text.fromFile(rule.sourceFile)}</p>
      )}
    </li>
  );
}
