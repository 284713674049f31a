import { signal } from '@preact/signals';

/** A newer console is here and waits for the person. */
export const newVersion = signal<ServiceWorker | null>(null);

/** A console that stays open for days asks so often whether there is a newer one. */
const LOOK_MS = 3600_000;

/** Installs the worker once the page is drawn. Plain HTTP in a village network has none: then all is as without it. */
export async function registerWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register('/sw.js');
    const look = () => {
      if (registration.waiting && navigator.serviceWorker.controller) newVersion.value = registration.waiting;
    };
    look();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', look);
    });
    setInterval(() => void registration.update().catch(() => undefined), LOOK_MS);
  } catch {
    // A browser that refuses has no console offline, and everything else.
  }
}

/** Loads the newer console, in this tab and in the others. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  newVersion.value?.postMessage('take-over');
}
