import { CopyButton } from '../parts/copy-button.tsx';
import { Qr } from '../session/qr.tsx';
import { care } from './words.ts';

const linkOf = (code: string) => `${location.origin}/#cum-loa/claim=${code}`;
const commandOf = (code: string) => `npm run speaker -- --join '${linkOf(code)}' --data loa --sink alsa`;

/** The code as a picture, and as the command for the device at the horn. */
export function ClaimPart({ name, code }: { name: string; code: string }) {
  const { claim: say } = care.value;
  return (
    <>
      <Qr text={linkOf(code)} label={say.qr(name)} />
      <p>{say.how}</p>
      <Command code={code} />
    </>
  );
}

/** Shown to a phone that scanned the code of a device. */
export function ScannedClaim({ code }: { code: string }) {
  const { claim: say, one } = care.value;
  return (
    <section class="card">
      <h1>{say.scanned}</h1>
      <p>{say.scannedHint}</p>
      <Command code={code} />
      <a class="button" href="#cum-loa">
        {one.back}
      </a>
    </section>
  );
}

function Command({ code }: { code: string }) {
  const { claim: say } = care.value;
  const text = commandOf(code);
  return (
    <p>
      <code class="address">{text}</code> <CopyButton text={text} what={say.command} />
    </p>
  );
}
