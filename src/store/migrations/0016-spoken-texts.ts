/** From which typed words a recording was made (src/speech). */
export const name = '0016-spoken-texts';

export const statements = [
  `create table spoken_texts (recording_id text primary key references recordings (id), text text not null,
    said text not null, voice text not null, rate text not null check (rate in ('slow', 'normal', 'fast')),
    made_at integer not null) strict`,
];
