/** The filter of the as-run log as it stands on screen; an empty field filters nothing. */
export interface LogFilter {
  readonly date: string;
  readonly village: string;
  readonly endpointId: string;
  readonly programme: string;
  readonly carrier: '' | 'ip' | 'fm';
}

/** What is asked for: without the fields that filter nothing. */
type LogQuery = Partial<Omit<LogFilter, 'carrier'> & { readonly carrier: 'ip' | 'fm' }>;

/** The same filter for the list and for the CSV file, so that the file holds what is shown. */
export function queryOf(filter: LogFilter): LogQuery {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
}
