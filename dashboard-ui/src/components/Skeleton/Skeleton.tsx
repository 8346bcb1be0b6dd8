import { useEffect, useState } from 'react';
import './Skeleton.css';

/** Nothing for 150 ms, then bars in the layout of what comes, and a sentence after 5 s. */
export function Skeleton(props: { rows: number; height?: string; label: string }) {
  const shown = useAfter(150);
  const late = useAfter(5000);
  return (
    <div className="skeleton" aria-busy="true" aria-label={`Loading ${props.label}`} role="status">
      {Array.from({ length: props.rows }, (_, i) => (
        <div key={i} style={{ height: props.height ?? 'var(--row)' }}>
          {shown && <i style={{ width: `${90 - ((i * 17) % 40)}%` }} />}
        </div>
      ))}
      {late && <p className="caption">Still loading {props.label}.</p>}
    </div>
  );
}

function useAfter(millis: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), millis);
    return () => clearTimeout(timer);
  }, [millis]);
  return passed;
}
