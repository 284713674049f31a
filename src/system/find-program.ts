import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program that can be run: itself when it holds a slash, else the first on PATH; null when there is none. */
export function findProgram(command: string, searchPath: string): string | null {
  const places = command.includes('/') ? [command] : searchPath.split(delimiter).map((folder) => join(folder, command));
  return places.find(canRun) ?? null;
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
