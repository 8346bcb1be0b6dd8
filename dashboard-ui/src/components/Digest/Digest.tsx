import { useState } from 'react';
import { shortDigest } from '../../format/identity';
import './Digest.css';

/** The first eight digits of a digest; the whole one on hover, and on the clipboard when pressed. */
export function Digest({ digest }: { digest: string }) {
  const [shown, setShown] = useState<'short' | 'copied' | 'whole'>('short');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(digest);
      setShown('copied');
      setTimeout(() => setShown('short'), 2000);
    } catch {
      // Over plain HTTP there is no clipboard: the whole of it is shown, to be taken by hand.
      setShown('whole');
    }
  };
  return (
    <button
      type="button"
      className="digest"
      title={digest}
      aria-label={`Copy digest ${shortDigest(digest)}`}
      onClick={() => void copy()}
    >
      {shown === 'copied' ? 'copied' : shown === 'whole' ? digest : shortDigest(digest)}
    </button>
  );
}
