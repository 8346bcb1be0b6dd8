import { useState } from 'react';
import { shortDigest } from '../../format/identity';
import './Digest.css';

/** The first eight digits of a digest; the whole one on hover, and on the clipboard when pressed. */
export function Digest({ digest }: { digest: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(digest);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button
      type="button"
      className="digest"
      title={digest}
      aria-label={`Copy digest ${shortDigest(digest)}`}
      onClick={() => void copy()}
    >
      {copied ? 'copied' : shortDigest(digest)}
    </button>
  );
}
