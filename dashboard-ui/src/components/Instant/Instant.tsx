import { useEffect, useState } from 'react';
import { between, day, roughly, utc } from '../../format/time';

/** An instant in UTC; `short` leaves out year and hour, which stand in the title. */
export function Instant({ at, short = false }: { at: string; short?: boolean }) {
  return (
    <time dateTime={at} title={utc(at)}>
      {short ? day(at) : utc(at)}
    </time>
  );
}

/** "4 s ago", counted on: only for what is live, with the exact time in its title. */
export function Ago({ at }: { at: string }) {
  const now = useNow(1000);
  return (
    <time dateTime={at} title={utc(at)}>
      {roughly(between(at, now))} ago
    </time>
  );
}

/** The time, again and again. */
export function useNow(everyMillis: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);
  return now;
}
