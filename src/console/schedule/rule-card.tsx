import { call } from '../api/client.ts';
import { type Rule, rules } from '../live/lists.ts';
import { ActButton } from '../parts/act-button.tsx';
import { mayDo } from '../session/session.ts';
import { broadcasts } from '../today/broadcasts.ts';
import { say, words } from '../words/language.ts';
import { tellMoment } from '../words/tell.ts';
import { calendar } from './calendar.ts';

export function RuleCard({ rule, edit }: { rule: Rule; edit: () => void }) {
  const text = words.value.rules;
  const next = rule.next[0];
  const end = async () => {
    await call('retireRule', { params: { id: rule.id } });
    await Promise.all([rules.refresh(), broadcasts.refresh(), calendar.refresh()]);
  };
  return (
    <li class="card">
      <h3>{rule.title}</h3>
      <p>{say(rule.description)}</p>
      <p class="hint">{!rule.active ? text.paused : next ? text.next(tellMoment(next.at)) : text.noNext}</p>
      {rule.sourceFile === null ? (
        <div class="buttons">
          {mayDo('operate') ? (
            <button type="button" onClick={edit}>
              {words.value.schedule.edit}
            </button>
          ) : null}
          <ActButton
            needs={['operate']}
            question={{ text: text.askEnd(rule.title), yes: text.yesEnd, no: words.value.today.keep }}
            act={end}
          >
            {text.end}
          </ActButton>
        </div>
      ) : (
        <p class="hint">{text.fromFile(rule.sourceFile)}</p>
      )}
    </li>
  );
}
