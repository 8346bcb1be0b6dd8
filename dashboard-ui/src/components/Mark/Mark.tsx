import type { ReactNode } from 'react';
import './Mark.css';

const check = (
  <path d="M4 7.3 6.2 9.5 10.2 4.8" fill="none" stroke="var(--surface)" strokeWidth="1.7" />
);

const GLYPHS = {
  better: (
    <>
      <circle cx="7" cy="7" r="6.5" fill="currentColor" />
      {check}
    </>
  ),
  worse: (
    <>
      <path d="M7 .6 13.8 13H.2z" fill="currentColor" />
      <path d="M7 5v4M7 10.2v1.6" stroke="var(--surface)" strokeWidth="1.7" />
    </>
  ),
  same: (
    <>
      <circle cx="7" cy="7" r="6" fill="none" stroke="currentColor" />
      <path d="M4.3 5.6h5.4M4.3 8.4h5.4" stroke="currentColor" strokeWidth="1.3" />
    </>
  ),
  unknown: (
    <g fill="none" stroke="currentColor">
      <circle cx="7" cy="7" r="6" strokeWidth="1.2" strokeDasharray="2.4 1.8" />
      <path d="M5.2 5.6c0-2.4 3.6-2.4 3.6-.1C8.8 7 7 6.9 7 8.3M7 9.6v1.5" strokeWidth="1.3" />
    </g>
  ),
  idle: <circle cx="7" cy="7" r="3.5" fill="currentColor" />,
  busy: (
    <>
      <circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M7 2a5 5 0 0 1 0 10z" fill="currentColor" />
    </>
  ),
  noisy: <path d="M1 7h2l2-5 3 10 2-5h3" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  quarantine: (
    <>
      <rect x="1" y="1" width="12" height="12" rx="2" fill="currentColor" />
      <path d="M3.8 7h6.4" stroke="var(--surface)" strokeWidth="2" />
    </>
  ),
  done: <path d="M2.5 7.5 5.8 11l6-7.5" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  wait: <circle cx="7" cy="7" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.2" />,
  stopped: <path d="M3 3l8 8M11 3l-8 8" fill="none" stroke="currentColor" strokeWidth="1.6" />,
} as const;

export type Glyph = keyof typeof GLYPHS;
export type Tone =
  'better' | 'worse' | 'same' | 'unknown' | 'ok' | 'active' | 'warning' | 'bad' | 'off';

/** The shape alone; the word stands beside it, always. */
export function GlyphIcon({ glyph }: { glyph: Glyph }) {
  return (
    <svg className="glyph" viewBox="0 0 14 14" aria-hidden="true">
      {GLYPHS[glyph]}
    </svg>
  );
}

/** A mark, a word, a colour, in this order of weight. */
export function Mark(props: { glyph: Glyph; tone: Tone; children: ReactNode; title?: string }) {
  return (
    <span className={`mark ${props.tone}`} title={props.title}>
      <GlyphIcon glyph={props.glyph} />
      {props.children}
    </span>
  );
}
