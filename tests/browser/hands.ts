import type { Page } from './chromium.ts';

type Target = ReturnType<Page['getByRole']>;

const MOST_TABS = 250;
const MOST_OPTIONS = 80;

/** How a person works a screen: with a thumb, or with the keyboard alone. */
export interface Hands {
  press(button: Target): Promise<void>;
  tick(box: Target): Promise<void>;
  /** Keeps it pressed. */
  hold(button: Target): Promise<void>;
  letGo(): Promise<void>;
  /** The choice with that text in a list. */
  choose(list: Target, text: string): Promise<void>;
}

export function handsOf(page: Page, way: 'touch' | 'keyboard'): Hands {
  return way === 'touch'
    ? {
        press: (button) => button.click(),
        tick: (box) => box.check(),
        async hold(button) {
          await button.hover();
          await page.mouse.down();
        },
        letGo: () => page.mouse.up(),
        choose: async (list, text) => void (await list.selectOption({ label: text })),
      }
    : keyboard(page);
}

/** Tab, Enter, Space and the arrows; what cannot be come to by them is a failure. */
function keyboard(page: Page): Hands {
  async function comeTo(target: Target): Promise<void> {
    await target.waitFor();
    for (let times = 0; times < MOST_TABS; times++) {
      if (await target.evaluate(hasKeyboard)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not come to ${target}`);
  }
  return {
    async press(button) {
      await comeTo(button);
      await page.keyboard.press('Enter');
    },
    async tick(box) {
      await comeTo(box);
      await page.keyboard.press('Space');
    },
    async hold(button) {
      await comeTo(button);
      await page.keyboard.down('Enter');
    },
    letGo: () => page.keyboard.up('Enter'),
    async choose(list, text) {
      await comeTo(list);
      await page.keyboard.press('Home');
      for (let times = 0; times < MOST_OPTIONS; times++) {
        if ((await list.evaluate(chosenText)) === text) return;
        await page.keyboard.press('ArrowDown');
      }
      throw new Error(`the list has no ${text}`);
    },
  };
}

/** These run in the page, whose types the tests do not know. */
function hasKeyboard(element: unknown): boolean {
  const { document } = globalThis as unknown as { document: { activeElement: unknown } };
  return element === document.activeElement;
}

function chosenText(list: unknown): string | undefined {
  return (list as { selectedOptions: ArrayLike<{ text: string }> }).selectedOptions[0]?.text;
}
