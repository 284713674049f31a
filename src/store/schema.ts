/**
 * The shape of the database, table by table. Instants are epoch milliseconds, truth values are 0/1, structured values
 * are JSON text that the owning room parses with zod. A room reads and writes only its own tables.
 */
import type { Generated, GeneratedAlways } from 'kysely';

type Flag = 0 | 1;

export interface Tables {
  // people
  accounts: {
    id: string;
    name: string;
    password_phc: string;
    created_at: number;
    disabled_at: Generated<number | null>;
    password_set_at: Generated<number>;
    closed_at: Generated<number | null>;
  };
  sessions: {
    token_sha256: string;
    id: string;
    account_id: string | null;
    stage: 'factor' | 'password' | 'in';
    created_at: number;
    seen_at: number;
    expires_at: number;
    proved_at: number;
    strong_at: number | null;
    address: string;
    agent: string;
  };
  devices: { token_sha256: string; account_id: string; created_at: number; seen_at: number };
  totps: {
    account_id: string;
    secret: string | null;
    last_step: number;
    confirmed_at: number | null;
    pending: string | null;
    pending_at: number | null;
  };
  recovery_codes: { account_id: string; tag: string; salt: string; made_at: number; used_at: number | null };
  passkeys: {
    id: string;
    credential_id: string;
    account_id: string;
    name: string;
    rp_id: string;
    public_key: string;
    transports: string;
    counter: number;
    created_at: number;
    used_at: number | null;
  };
  passkey_challenges: {
    session_id: string;
    purpose: 'make' | 'prove';
    challenge_sha256: string;
    origin: string;
    expires_at: number;
  };
  sign_in_links: {
    token_sha256: string;
    purpose: 'set_up' | 'sign_in';
    expires_at: number;
    used_at: number | null;
    account_id: string | null;
  };

  // http
  idempotency: {
    key: string;
    owner: string;
    request_sha256: string;
    status: number;
    body: string;
    created_at: number;
  };

  // place
  areas: {
    id: string;
    parent_id: string | null;
    kind: string;
    name: string;
    valid_from: string | null;
    valid_to: string | null;
    created_at: number;
    code: Generated<string | null>;
    successors: Generated<string>;
  };
  area_spans: {
    area_id: string;
    from_date: string;
    to_date: string | null;
    parent_id: string | null;
    kind: string;
    name: string;
  };
  area_acts: {
    id: string;
    on_date: string;
    act: string;
    document: string;
    note: string;
    accepted: string;
    written_by: string | null;
    written_at: number;
    state: 'planned' | 'done' | 'undone' | 'failed';
    settled_at: number | null;
    settled_by: string | null;
    outcome: string | null;
  };
  endpoint_pins: { endpoint_id: string; map_id: string; x: number; y: number };
  maps: {
    id: string;
    kind: 'outline' | 'image';
    name: string;
    content_type: string;
    body: Buffer;
    width: number | null;
    height: number | null;
    written_by: string | null;
    created_at: number;
    removed_at: number | null;
  };
  brands: {
    id: string;
    station_code: string;
    name: string;
    paper_name: string;
    created_at: number;
    retired_at: number | null;
  };
  brand_holders: { thing_id: string; brand_id: string };
  zones: {
    id: string;
    name: string;
    area_id: string | null;
    created_at: number;
    language_mode: Generated<string>;
  };
  zone_endpoints: { zone_id: string; endpoint_id: string };

  // endpoint
  endpoints: {
    id: string;
    name: string;
    area_id: string | null;
    protocol: 'link' | 'http' | 'fm';
    public_key: string | null;
    stream_key: string | null;
    claim_sha256: string | null;
    claim_expires_at: number | null;
    claimed_by_key: string | null;
    gain_db: number;
    lead_in_ms: number;
    last_seen_at: number | null;
    last_report: string | null;
    created_at: number;
    retired_at: number | null;
    languages: Generated<string>;
    latitude: Generated<number | null>;
    longitude: Generated<number | null>;
    reach_m: Generated<number>;
    duty: Generated<string>;
    fm_station_id: Generated<string | null>;
    code: Generated<string | null>;
  };
  endpoint_claims: { id: Generated<number>; endpoint_id: string; at: number; public_key: string };
  endpoint_places: { endpoint_id: string; before_date: string; area_id: string | null };

  // fm
  fm_stations: {
    id: string;
    name: string;
    area_id: string | null;
    settings: string;
    key: string;
    created_at: number;
    retired_at: number | null;
  };
  fm_receivers: { endpoint_id: string; station_id: string; settings: string };
  interference: {
    id: string;
    station_id: string;
    endpoint_id: string | null;
    area_id: string | null;
    from_at: number;
    to_at: number | null;
    language_heard: string;
    what: string;
    recording_id: string | null;
    reported_by: string;
    written_by: string | null;
    created_at: number;
    closed_at: number | null;
    closing_note: string | null;
    closed_by: string | null;
  };
  village_tasks: {
    id: string;
    kind: 'cut_power' | 'restore_power';
    interference_id: string | null;
    endpoint_id: string | null;
    helper_name: string;
    helper_phone: string;
    note: string;
    asked_by: string | null;
    asked_at: number;
    done_at: number | null;
    done_by: string | null;
    answer: string | null;
  };

  // media
  uploads: {
    id: string;
    title: string;
    total_bytes: number;
    sha256: string | null;
    received_bytes: number;
    recording_id: string | null;
    created_at: number;
    touched_at: number;
  };
  recordings: {
    id: string;
    title: string;
    sha256: string;
    bytes: number;
    state: 'received' | 'checking' | 'ready' | 'refused';
    reason_code: string | null;
    reason_values: string | null;
    container: string | null;
    duration_ms: number | null;
    measured_by: 'ebur128' | 'rms' | null;
    loudness_lufs: number | null;
    true_peak_dbtp: number | null;
    gain_db: number | null;
    silence_head_ms: number | null;
    silence_tail_ms: number | null;
    trim_head_ms: number;
    trim_tail_ms: number;
    peaks: string | null;
    warnings: string;
    created_at: number;
    ready_at: number | null;
    bank: Generated<Flag>;
  };
  renditions: {
    sha256: string;
    recording_id: string;
    format: 'opus' | 'mp3';
    bytes: number;
    duration_ms: number;
    loudness_lufs: number | null;
    created_at: number;
  };

  // speech
  spoken_texts: {
    recording_id: string;
    text: string;
    said: string;
    voice: string;
    rate: 'slow' | 'normal' | 'fast';
    made_at: number;
  };

  // programme
  programmes: {
    id: string;
    name: string;
    kind: string;
    opening_chime_id: string | null;
    closing_chime_id: string | null;
    repeats: number;
    pause_ms: number;
    lead_in_ms: number;
    tail_ms: number;
    interruption: 'resume' | 'restart' | 'drop';
    created_at: number;
  };
  bulletins: {
    id: string;
    title: string;
    programme_id: string;
    recording_id: string;
    language: string;
    valid_from: number | null;
    valid_to: number | null;
    created_at: number;
    withdrawn_at: number | null;
    text: Generated<string>;
    class: Generated<'own' | 'external'>;
    form: Generated<string | null>;
    audience: Generated<string>;
    document_number: Generated<string>;
    attachment: Generated<string | null>;
    personal_until: Generated<number | null>;
    files_removed_at: Generated<number | null>;
  };
  approvals: {
    subject: string;
    kind: 'bulletin' | 'frame' | 'item';
    state: 'draft' | 'waiting' | 'approved' | 'sent_back' | 'withdrawn';
    content: string | null;
    source: string | null;
    written_by: string | null;
    written_name: string | null;
    changed_by: string | null;
    changed_name: string | null;
    changed_at: number | null;
    decided_by: string | null;
    decided_name: string | null;
    decided_at: number | null;
    word: string | null;
    fell: string | null;
    returned: Generated<string | null>;
  };
  approval_notes: {
    id: Generated<number>;
    subject: string;
    at: number;
    event: string;
    by_id: string | null;
    by_name: string | null;
    word: string | null;
    sha256: string | null;
    listened_ms: number | null;
    duration_ms: number | null;
  };
  bulletin_versions: { bulletin_id: string; language: string; recording_id: string; created_at: number };
  templates: {
    id: string;
    name: string;
    programme_id: string;
    slot_ms: number | null;
    parts: string;
    created_at: number;
    retired_at: number | null;
  };

  // schedule
  rules: {
    id: string;
    title: string;
    bulletin_id: string | null;
    template_id: Generated<string | null>;
    zone_ids: string;
    pattern: string;
    cut_in_after_ms: Generated<number | null>;
    source_file: string | null;
    source_key: string | null;
    version: number;
    active: Flag;
    planned_to: number;
    created_at: number;
    retired_at: number | null;
  };
  occurrences: {
    id: Generated<number>;
    rule_id: string;
    local_date: string;
    local_time: string;
    planned_at: number;
    state: 'planned' | 'broadcast' | 'cancelled' | 'expired';
    broadcast_id: string | null;
    reason: string | null;
  };

  // broadcast
  broadcasts: {
    id: string;
    title: string;
    bulletin_id: string | null;
    programme_id: string | null;
    origin: string;
    level: string;
    kind: string;
    planned_at: number;
    not_after: number;
    duration_ms: number;
    interruption: 'resume' | 'restart' | 'drop';
    running_order: string;
    state: string;
    accepted_at: number;
    ended_at: number | null;
    asked_by: string | null;
    halt_reason: string | null;
    cut_in_after_ms: number | null;
    end_by: number | null;
    precedence: number;
    note: string | null;
    variants: string;
    purpose: Generated<string | null>;
  };
  asked_once: {
    broadcast_id: string;
    template_id: string | null;
    zone_ids: string;
    moved_from: string | null;
    copied_from: string | null;
    copy_id: string | null;
  };
  deliveries: {
    id: string;
    broadcast_id: string;
    endpoint_id: string;
    state: string;
    evidence: string;
    reason: string | null;
    start_at: number | null;
    started_at: number | null;
    ended_at: number | null;
    rendered_ms: number;
    updated_at: number;
    variant: string;
    stand_in: Generated<Flag>;
  };

  // asrun
  as_run: {
    id: Generated<number>;
    delivery_id: string;
    broadcast_id: string;
    endpoint_id: string;
    endpoint_name: string;
    area_id: string | null;
    village: string;
    programme: string;
    title: string;
    language: string;
    origin: string;
    level: string;
    planned_at: number;
    started_at: number | null;
    ended_at: number | null;
    duration_ms: number;
    rendered_ms: number;
    state: string;
    reason: string;
    evidence: string;
    recorded_at: number;
    carrier: Generated<string>;
    fm_station: Generated<string>;
    stand_in: Generated<Flag>;
    area_path: Generated<string>;
    station_code: Generated<string>;
    cluster_code: Generated<string>;
  };
  hearing_reports: {
    id: string;
    delivery_id: string;
    heard: 'heard' | 'partly' | 'not_heard';
    said_by: string;
    said_at: number;
    note: string;
    written_by: string | null;
    created_at: number;
  };

  // place
  gate_versions: {
    id: string;
    area_id: string | null;
    valid_from: string;
    rules: string;
    note: string;
    written_by: string | null;
    created_at: number;
  };
  exception_days: {
    id: string;
    area_id: string | null;
    date: string;
    day: string;
    written_by: string | null;
    created_at: number;
    removed_at: number | null;
  };
  mournings: {
    id: string;
    from_date: string;
    to_date: string;
    reason: string;
    written_by: string | null;
    created_at: number;
    removed_at: number | null;
  };
  quiet_spans: {
    id: string;
    area_id: string | null;
    endpoint_id: string | null;
    from_at: number;
    to_at: number;
    reason: string;
    written_by: string | null;
    created_at: number;
    lifted_at: number | null;
  };

  // people
  rights: {
    account_id: string;
    area_id: string | null;
    verb: string;
    granted_by: string | null;
    created_at: number;
    from_at: number | null;
    to_at: number | null;
  };

  helper_codes: { id: string; account_id: string; code_sha256: string; created_at: number; expires_at: number };
  helper_sessions: { token_sha256: string; code_id: string; expires_at: number };

  api_keys: {
    id: string;
    account_id: string;
    name: string;
    key_sha256: string;
    rights: string;
    emergency_system: string | null;
    created_at: number;
    expires_at: number;
    last_used_at: number | null;
    revoked_at: number | null;
    warned_days: number | null;
  };

  // relay
  relay_sources: {
    id: string;
    name: string;
    url: string;
    level_above: string;
    from_date: string | null;
    to_date: string | null;
    fallback_recording_id: string | null;
    silence_ms: number;
    private_allowed: Flag;
    probed_at: number | null;
    probe: string | null;
    created_at: number;
    retired_at: number | null;
  };

  // live
  live_mounts: {
    id: string;
    account_id: string;
    name: string;
    secret_sha256: string;
    created_at: number;
    revoked_at: number | null;
    expires_at: number;
    last_used_at: number | null;
  };
  live_sessions: {
    id: string;
    broadcast_id: string | null;
    account_id: string | null;
    source: string;
    level: string;
    zone_ids: string;
    note: string | null;
    state: string;
    opened_at: number;
    on_air_at: number | null;
    ended_at: number | null;
    end_reason: string | null;
    recorded_ms: number;
    recording_sha256: string | null;
    recording_bytes: number | null;
  };

  // alert
  alerts: {
    id: string;
    broadcast_id: string | null;
    kind: string;
    refers_to: string | null;
    zone_ids: string;
    area_ids: string;
    signal_recording_id: string | null;
    recording_id: string | null;
    all_clear_recording_id: string | null;
    repeats: number;
    gap_ms: number;
    valid_until: number;
    title: string;
    reason: string;
    sent_by: string;
    sent_name: string;
    sent_at: number;
  };

  // inbox
  inbox_items: {
    id: string;
    class: string;
    title: string;
    source: string;
    recording_id: string;
    zone_ids: string;
    area_ids: string;
    valid_to: number | null;
    note: string | null;
    state: string;
    received_at: number;
    sent_by: string | null;
    decided_by: string | null;
    decided_at: number | null;
    decision: string | null;
    broadcast_id: string | null;
    external_id: string | null;
  };
  order_questions: {
    id: string;
    broadcast_a: string;
    broadcast_b: string;
    answer_by: number;
    asked_at: number;
    first_broadcast: string | null;
    answered_by: string | null;
    answered_at: number | null;
    state: string;
  };

  // why
  traces: { id: Generated<number>; at: number; trace: string };
  trace_endpoints: { endpoint_id: string; at: number; trace_id: number };

  // backup
  backup_runs: {
    id: string;
    cause: 'person' | 'night';
    asked_by: string | null;
    began_at: number;
    ended_at: number | null;
    state: 'running' | 'good' | 'failed' | 'put_off' | 'interrupted';
    copy: string;
    bytes: number | null;
    damaged_sounds: number | null;
    removed_at: number | null;
    problem_code: string | null;
    problem_vi: string | null;
    problem_en: string | null;
  };

  // fault
  faults: {
    id: string;
    endpoint_id: string;
    kind: 'unreachable' | 'silent' | 'heard_wrong' | 'told';
    since_at: number;
    opened_at: number;
    told_by: string | null;
    what: Generated<string>;
    acknowledged_at: number | null;
    acknowledged_by: string | null;
    closed_at: number | null;
    closed_because: 'well' | 'retired' | 'person' | null;
    closed_by: string | null;
  };
  fault_tickets: {
    id: Generated<number>;
    fault_id: string;
    since_at: number | null;
    cause: string;
    cost_vnd: number | null;
    contractor: string;
    funding: string;
    note: string;
    repaired_at: number | null;
    written_by: string | null;
    written_at: number;
  };

  // station
  facts: { name: string; value: string };

  // audit
  audit_entries: {
    seq: number;
    body: string;
    hash: string;
    at: GeneratedAlways<number>;
    who: GeneratedAlways<string | null>;
    what: GeneratedAlways<string>;
    outcome: GeneratedAlways<string>;
  };
  audit_checkpoints: { number: number; seq: number; at: number; body: string; hash: string };
  audit_removals: { to_seq: number; entry_seq: number };
}
