import { endpoints } from '../live/lists.ts';
import { Choice } from '../parts/choice.tsx';
import { TextArea } from '../parts/text-area.tsx';
import { TextField } from '../parts/text-field.tsx';
import { words } from '../words/language.ts';
import { FormPart } from './form-part.tsx';
import { LineRows } from './line-rows.tsx';
import { RdsPreview } from './rds-preview.tsx';
import type { StationDraft } from './station-draft.ts';

interface StationPartsProps {
  readonly draft: StationDraft;
  readonly change: (part: Partial<StationDraft>) => void;
  readonly problem: (field: string) => string | undefined;
}

const AUDIOS = ['hand', 'mount', 'manifest', 'agent'] as const satisfies ReadonlyArray<StationDraft['audio']>;
const ADDRESSINGS = ['all', 'coded'] as const satisfies ReadonlyArray<StationDraft['addressing']>;

/** What is asked later or by somebody who knows the transmitter. */
export function StationParts(props: StationPartsProps) {
  const { draft, change, problem } = props;
  const say = words.value.fm.form;
  const text = textFields(props);
  return (
    <div>
      <FormPart
        label={say.licencePart}
        isWrong={someWrong(problem, 'licenceNumber', 'licenceEndsOn', 'licenceNote', 'conformity')}
      >
        {text('licenceNumber', say.licenceNumber)}
        <TextField
          label={say.licenceEnds}
          type="date"
          required={false}
          value={draft.licenceEndsOn ?? ''}
          problem={problem('licenceEndsOn')}
          change={(date) => change({ licenceEndsOn: date === '' ? null : date })}
        />
        {text('licenceNote', say.licenceNote, say.licenceNoteHint)}
        {text('conformity', say.conformity)}
      </FormPart>
      <FormPart label={say.soundPart} isWrong={someWrong(problem, 'audio', 'audioEndpointId', 'leadInMs')}>
        <Choice
          label={say.audio}
          value={draft.audio}
          options={AUDIOS.map((way) => [way, say.audios[way]] as const)}
          change={(picked) => change({ audio: AUDIOS.find((way) => way === picked) ?? 'hand' })}
        />
        {draft.audio === 'agent' ? <AgentChoice {...props} /> : null}
        <TextField
          label={say.leadIn}
          hint={say.leadInHint}
          value={draft.leadInSeconds}
          maxLength={6}
          problem={problem('leadInMs')}
          change={(leadInSeconds) => change({ leadInSeconds })}
        />
      </FormPart>
      <FormPart label={say.linesPart} isWrong={someWrong(problem, 'lines')}>
        <LineRows
          lines={draft.lineDrafts}
          change={(lineDrafts) => change({ lineDrafts })}
          problem={(field) => problem(`lines.${field}`)}
        />
      </FormPart>
      <FormPart
        label={say.textPart}
        isWrong={someWrong(
          problem,
          'fallbackText',
          'pty',
          'ptyn',
          'alternativesKhz',
          'ecc',
          'rdsLanguage',
          'languages',
          'taTimeoutS',
        )}
      >
        <TextArea
          label={say.fallback}
          rows={2}
          maxLength={200}
          value={draft.fallbackText}
          problem={problem('fallbackText')}
          change={(fallbackText) => change({ fallbackText: fallbackText.replace(/\n/g, ' ') })}
        />
        <RdsPreview ps={draft.ps} rt={draft.fallbackText} />
        <div class="two">
          <TextField
            label={say.pty}
            hint={say.ptyHint}
            numeric
            maxLength={2}
            value={draft.ptyText}
            problem={problem('pty')}
            change={(ptyText) => change({ ptyText })}
          />
          {text('ptyn', say.ptyn, say.ptynHint)}
          {text('ecc', say.ecc)}
          {text('rdsLanguage', say.rdsLanguage)}
        </div>
        <TextField
          label={say.alternatives}
          hint={say.alternativesHint}
          value={draft.alternatives}
          problem={problem('alternativesKhz')}
          change={(alternatives) => change({ alternatives })}
        />
        <Choice
          label={say.clock}
          value={draft.sendsClock ? 'yes' : 'no'}
          options={(['no', 'yes'] as const).map((one) => [one, say.clocks[one]] as const)}
          change={(picked) => change({ sendsClock: picked === 'yes' })}
        />
        <TextField
          label={say.languages}
          hint={say.languagesHint}
          value={draft.languageTags}
          problem={problem('languages')}
          change={(languageTags) => change({ languageTags })}
        />
        <TextField
          label={say.taTimeout}
          numeric
          maxLength={4}
          value={draft.taTimeoutText}
          problem={problem('taTimeoutS')}
          change={(taTimeoutText) => change({ taTimeoutText })}
        />
      </FormPart>
      <FormPart label={say.receiverPart} isWrong={someWrong(problem, 'addressing', 'rdsCode')}>
        <Choice
          label={say.addressing}
          value={draft.addressing}
          options={ADDRESSINGS.map((way) => [way, say.addressings[way]] as const)}
          change={(picked) => change({ addressing: ADDRESSINGS.find((way) => way === picked) ?? 'all' })}
        />
        {text('rdsCode', say.rdsCode)}
      </FormPart>
      <FormPart label={say.offAirPart} isWrong={someWrong(problem, 'offAirUrl')}>
        {text('offAirUrl', say.offAir, say.offAirHint)}
      </FormPart>
    </div>
  );
}

const someWrong = (problem: StationPartsProps['problem'], ...fields: string[]) =>
  fields.some((field) => problem(field) !== undefined);

type TextName =
  | 'ptyn'
  | 'licenceNumber'
  | 'licenceNote'
  | 'conformity'
  | 'ecc'
  | 'rdsLanguage'
  | 'rdsCode'
  | 'offAirUrl';
const LONGEST: Partial<Record<TextName, number>> = {
  ptyn: 8,
  ecc: 2,
  rdsLanguage: 2,
  licenceNote: 500,
  offAirUrl: 2000,
};

/** Draws a plain text of the draft that may be empty. */
function textFields({ draft, change, problem }: StationPartsProps) {
  return (name: TextName, label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      value={draft[name]}
      required={false}
      maxLength={LONGEST[name] ?? 200}
      problem={problem(name)}
      change={(typed) => change({ [name]: typed })}
    />
  );
}

/** Only our own speakers can stand at a transmitter. */
function AgentChoice({ draft, change, problem }: StationPartsProps) {
  const say = words.value.fm.form;
  const speakers = (endpoints.data.value ?? []).filter(({ protocol }) => protocol === 'link');
  const wrong = problem('audioEndpointId');
  return (
    <>
      <Choice
        label={say.agent}
        value={draft.audioEndpointId ?? ''}
        options={[['', say.noAgent], ...speakers.map(({ id, name }) => [id, name] as const)]}
        change={(id) => change({ audioEndpointId: id === '' ? null : id })}
      />
      {wrong === undefined ? null : <p class="field-problem">{wrong}</p>}
    </>
  );
}
