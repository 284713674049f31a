import { errorText, notFound, StationError } from '#kernel';
import type { RouteAnswer, RouteInput } from '../../src/http/contract.ts';
import type { FakeHandlers } from './fake-house.ts';

type Card = RouteAnswer<'listApprovals'>[number];
const ME = 'Nguyễn Văn An';

/** What waits for approval at the fake station. */
export class FakeApprovals {
  readonly cards: Card[] = [];
  /** How bulletins were made: kept, submitted, or approved in one. */
  readonly nexts: string[] = [];
  /** What was said of bulletins. */
  readonly told: unknown[] = [];
  /** How a bulletin stands that is made now. */
  made: Card['standing'] = {
    ...{ state: 'approved', isCovered: true, decidedBy: 'Trần Thị Duyệt', decidedAt: 0 },
    ...{ source: null, word: null, fell: null },
  };

  /** Something that somebody submitted. */
  wait(subject: string, title: string, more: Partial<Card> = {}): Card {
    const card: Card = {
      ...{ subject, kind: 'bulletin', title, sha256: subject.padEnd(64, '0'), standing: WAITING },
      ...{ programme: 'Thông báo của xã', text: '', class: 'own', form: null, documentNumber: '', attachment: null },
      ...{ personalUntil: null, audience: [], validFrom: null, validTo: null, changes: [], notes: [] },
      ...{ changesSince: null, waitsFor: ['Trần Thị Duyệt'], waitsSince: Date.now() - 300_000 },
      recordings: [{ recordingId: 'rec_1', language: 'vi', durationMs: 95_000 }],
      ...{ writtenBy: 'Lê Thị Mai', changedBy: 'Lê Thị Mai', changedAt: Date.now() - 600_000, nextAt: null },
      ...{ isOwn: false, mayApprove: true, ...more },
    };
    this.cards.push(card);
    return card;
  }

  /** Somebody makes a bulletin: how it stands. */
  begin(subject: string, { title, next, ...told }: RouteInput<'addBulletin'>['body']): Card['standing'] {
    const { text, class: of, form, documentNumber, audience, personalUntil } = told;
    const standing = next === 'draft' ? { ...WAITING, state: 'draft' as const } : this.made;
    this.wait(subject, title, { text, class: of, form, documentNumber, audience, personalUntil, standing });
    this.nexts.push(next);
    return standing;
  }

  attach(id: string, attachment: Card['attachment']): Card {
    return Object.assign(this.#find(id), { attachment });
  }

  #find(id: string): Card {
    const card = this.cards.find(({ subject }) => subject === id);
    if (!card) throw notFound('bulletin');
    return card;
  }

  readonly handlers: FakeHandlers = {
    listApprovals: () => this.cards.filter(({ standing }) => standing.state !== 'approved'),
    getApproval: ({ params }) => this.#find(params.id),
    submitForApproval: ({ params }) => Object.assign(this.#find(params.id), { standing: WAITING }),
    approve: ({ body }) => {
      const isSeen = ({ subject, sha256 }: (typeof body.items)[number]) => this.#find(subject).sha256 === sha256;
      const seen = body.items.filter(isSeen);
      for (const { subject } of seen) {
        this.#find(subject).standing = { ...WAITING, state: 'approved', isCovered: true, decidedBy: ME, decidedAt: 1 };
      }
      const refused = body.items
        .filter((item) => !isSeen(item))
        .map(({ subject }) => {
          const text = errorText('APPROVAL_CHANGED', { title: this.#find(subject).title });
          return { subject, code: 'APPROVAL_CHANGED', text };
        });
      return { approved: seen.map(({ subject }) => subject), refused };
    },
    sendBack: ({ params, body }) => {
      const decided = { decidedBy: ME, decidedAt: Date.now(), word: body.word };
      return Object.assign(this.#find(params.id), { standing: { ...WAITING, state: 'sent_back', ...decided } });
    },
    noteListening: () => ({}),
    comment: ({ params, body }) => {
      const card = this.#find(params.id);
      const silence = { listenedMs: null, durationMs: null, isThis: true };
      card.notes.push({ at: Date.now(), event: 'comment', by: ME, word: body.word, ...silence });
      return card;
    },
    changeBulletin: ({ params, body: { sha256, ...body } }) => {
      const card = this.#find(params.id);
      if (card.sha256 !== sha256) throw new StationError('APPROVAL_CHANGED', { title: card.title });
      this.told.push(body);
      return Object.assign(card, body, { sha256: `${sha256.slice(0, 60)}new1`, changedBy: ME });
    },
    removeAttachment: ({ params }) => Object.assign(this.#find(params.id), { attachment: null }),
  };
}

const WAITING: Card['standing'] = {
  ...{ state: 'waiting', isCovered: false, decidedBy: null, decidedAt: null, source: null, word: null, fell: null },
};
