import { checkRule, describeRule, type FileStatus, preview, type Rule } from '#schedule';
import { askedByRule } from '../asking.ts';
import type { RouteAnswer, RouteInput } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { outlookOf } from '../outlook.ts';
import { mustBeSaveable } from '../saving.ts';

type Names =
  | 'listRules'
  | 'addRule'
  | 'changeRule'
  | 'retireRule'
  | 'previewRule'
  | 'listScheduleFiles'
  | 'reloadScheduleFiles';

const NEXT_SHOWN = 5;

export function ruleHandlers(house: House): Handlers<Names> {
  const { world, schedule } = house;
  const { zone } = house.settings;
  const next = (pattern: Rule['pattern'], count: number) =>
    preview(pattern, zone, world.clock.wallMs(), count).map(({ date, time, atMs }) => ({ date, time, at: atMs }));

  function shown(rule: Rule): RouteAnswer<'addRule'> {
    const { id, title, bulletinId, templateId, cutInAfterMs, pattern, active, version } = rule;
    return {
      id,
      title,
      bulletinId,
      templateId,
      cutInAfterMs,
      zoneIds: [...rule.zoneIds],
      pattern: { ...pattern },
      description: describeRule(pattern),
      active,
      version,
      sourceFile: rule.source?.file ?? null,
      next: active ? next(pattern, NEXT_SHOWN) : [],
    };
  }

  /** Its coming days keep the rules of the house, at hours that people are used to. */
  async function mustFit(body: RouteInput<'addRule'>['body'], replaces: string | null): Promise<void> {
    if (!body.active) return;
    const asked = await askedByRule(house, body, replaces);
    const outlook = await outlookOf(house, asked);
    await mustBeSaveable(house, asked, outlook, { isRule: true, confirmUnusual: body.confirmUnusual });
  }

  return {
    listRules: async () => (await schedule.rules()).map(shown),
    addRule: async ({ body }, { remember }) => {
      await mustFit(body, null);
      return shown(await schedule.createRule(body, (tx, rule) => remember(tx, shown(rule))));
    },
    changeRule: async ({ params, body }) => {
      await mustFit(body, params.id);
      return shown(await schedule.changeRule(params.id, body));
    },
    retireRule: async ({ params }) => {
      await schedule.retireRule(params.id);
      return {};
    },
    previewRule: async ({ body }) => {
      const pattern = checkRule(body.pattern);
      return { description: describeRule(pattern), next: next(pattern, body.count) };
    },
    listScheduleFiles: async () => schedule.files().map(fileShown),
    reloadScheduleFiles: async () => (await schedule.reload()).map(fileShown),
  };
}

function fileShown(status: FileStatus): RouteAnswer<'listScheduleFiles'>[number] {
  const problem = status.error?.text ?? null;
  return { file: status.file, state: status.state, rules: status.rules, problem, loadedAt: status.loadedAt };
}
