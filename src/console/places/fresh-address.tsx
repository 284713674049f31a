import { useEffect, useRef } from 'preact/hooks';
import { ClaimPart } from '../care/claim-part.tsx';
import { words } from '../words/language.ts';

export interface FreshAddress {
  readonly name: string;
  readonly claimCode: string | null;
  readonly streamPath: string | null;
}

/** Shows a claim code large, the only time that it can be seen, or a stream address. */
export function FreshAddressCard({ address, close }: { address: FreshAddress; close: () => void }) {
  const say = words.value.endpoints;
  const { name, claimCode, streamPath } = address;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    card.current?.focus();
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [address]);
  return (
    <section ref={card} class="card fresh" tabIndex={-1} aria-labelledby="fresh-title">
      <h2 id="fresh-title">
        {claimCode === null ? say.stream : say.code}: {name}
      </h2>
      {claimCode === null ? null : (
        <>
          <p class="code">{claimCode}</p>
          <p>{say.codeHint}</p>
          <ClaimPart name={name} code={claimCode} />
        </>
      )}
      {streamPath === null ? null : (
        <>
          <p class="address">{location.origin + streamPath}</p>
          <p>{say.streamHint}</p>
        </>
      )}
      <button type="button" onClick={close}>
        {claimCode === null ? words.value.close : say.codeClose}
      </button>
    </section>
  );
}
