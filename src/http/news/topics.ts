/** Which parts of the station changed, as the console is told. Pure. */
import type { Verb } from '#people';
import type { Tables } from '#store';
import type { RouteName, Topic } from '../contract.ts';
import { NEEDS } from '../needs.ts';

/** Each topic, and the route whose right is the right to hear of it: the policy has one table only. */
const LISTED_BY = {
  air: 'listBroadcasts',
  alerts: 'listAlerts',
  approvals: 'listApprovals',
  areas: 'listAreas',
  audit: 'listAudit',
  backups: 'getBackups',
  content: 'listProgrammes',
  endpoints: 'listEndpoints',
  faults: 'listFaults',
  fm: 'listFmStations',
  gate: 'getGate',
  inbox: 'listItems',
  log: 'listAsRun',
  people: 'listPeople',
  questions: 'listQuestions',
  recordings: 'listRecordings',
  rules: 'listRules',
  station: 'getStation',
  zones: 'listZones',
} as const satisfies Record<Topic, RouteName>;
export const TOPICS = Object.keys(LISTED_BY) as readonly Topic[];

/** What a commit to a table changes on the screen. A table that is not here changes nothing that a console shows by a topic. */
const TOUCHED: { readonly [Table in keyof Tables]?: readonly Topic[] } = {
  alerts: ['alerts', 'air'],
  approvals: ['approvals', 'content', 'air'],
  approval_notes: ['approvals'],
  area_acts: ['areas'],
  area_spans: ['areas'],
  areas: ['areas'],
  as_run: ['log', 'air'],
  audit_entries: ['audit'],
  backup_runs: ['backups'],
  broadcasts: ['air', 'alerts'],
  brand_holders: ['areas', 'endpoints'],
  brands: ['areas'],
  bulletin_versions: ['approvals', 'content'],
  bulletins: ['approvals', 'content', 'rules'],
  deliveries: ['air', 'alerts'],
  endpoint_claims: ['endpoints'],
  endpoint_pins: ['areas'],
  endpoint_places: ['endpoints'],
  endpoints: ['endpoints', 'zones'],
  exception_days: ['gate'],
  faults: ['faults', 'endpoints'],
  fault_tickets: ['faults'],
  facts: ['station'],
  fm_receivers: ['fm', 'endpoints'],
  fm_stations: ['fm'],
  gate_versions: ['gate'],
  hearing_reports: ['log'],
  inbox_items: ['inbox'],
  interference: ['fm'],
  maps: ['areas'],
  mournings: ['gate'],
  occurrences: ['air', 'rules'],
  order_questions: ['questions', 'inbox'],
  programmes: ['content'],
  quiet_spans: ['gate'],
  recordings: ['recordings', 'content'],
  renditions: ['recordings'],
  rights: ['people'],
  accounts: ['people'],
  rules: ['rules', 'air'],
  templates: ['content', 'rules'],
  village_tasks: ['fm'],
  zone_endpoints: ['zones'],
  zones: ['zones'],
};

export function topicsOf(tables: Iterable<string>): Set<Topic> {
  return new Set([...tables].flatMap((table) => TOUCHED[table as keyof Tables] ?? []));
}

/** What somebody with these verbs may hear of: a topic is told to whoever may ask for it. */
export function heardBy(verbs: ReadonlySet<Verb>): Set<Topic> {
  return new Set(
    TOPICS.filter((topic) => {
      const need = NEEDS[LISTED_BY[topic]];
      return typeof need !== 'string' && need.verbs.some((verb) => verbs.has(verb));
    }),
  );
}
