import type { VillageTask } from './lists.ts';

type CutTask = Pick<VillageTask, 'kind' | 'endpointId' | 'askedAt' | 'doneAt'>;

/** Some cluster was asked to be cut off and nobody said that it has its power again. */
export function powerIsCut({ tasks }: { readonly tasks: readonly CutTask[] }): boolean {
  return tasks.some(
    (task) =>
      task.kind === 'cut_power' &&
      !tasks.some(
        (later) =>
          later.kind === 'restore_power' &&
          later.endpointId === task.endpointId &&
          later.doneAt !== null &&
          later.askedAt >= task.askedAt,
      ),
  );
}
