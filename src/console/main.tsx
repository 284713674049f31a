import { render } from 'preact';
import { App } from './app.tsx';
import { fetchFont, wearFont } from './frame/font.ts';
import { openSession } from './session/session.ts';
import { registerWorker } from './worker/register.ts';
import './style/base.css';
import './style/frame.css';
import './style/parts.css';
import './style/today.css';
import './style/air.css';
import './style/fm.css';
import './style/account.css';
import './style/schedule.css';
import './style/print.css';

wearFont();
const root = document.getElementById('console');
if (root) render(<App />, root);
void openSession();

/** When the home is drawn, and nobody waits for the line any more. */
const DRAWN_AFTER_MS = 5000;
setTimeout(() => {
  void registerWorker();
  void fetchFont();
}, DRAWN_AFTER_MS);
