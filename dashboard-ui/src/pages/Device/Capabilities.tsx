import { Missing } from '../../components/Figure/Figure';
import { capital } from '../../format/identity';
import { whole } from '../../format/number';
import { quantity } from '../../format/units';

/** What the agent found, as it named it: "memoryBytes" becomes "Memory", with its unit. */
export function Capabilities({
  capabilities,
}: {
  capabilities: Readonly<Record<string, unknown>>;
}) {
  const entries = Object.entries(capabilities);
  if (entries.length === 0) return <Missing>none told by the agent</Missing>;
  return (
    <dl className="kv">
      {entries.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt>{spoken(name)}</dt>
          <dd>{text(name, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** "cacheLineBytes" to "Cache line". */
export function spoken(name: string): string {
  const words = name
    .replace(/(Bytes|Hertz|Nanos)$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return capital(words);
}

/** A value with the unit that its name ends in. */
export function text(name: string, value: unknown): string {
  if (value === null || value === undefined) return 'not told';
  if (typeof value === 'number') {
    if (name.endsWith('Bytes')) return quantity('memory', value);
    if (name.endsWith('Nanos')) return quantity('time', value);
    if (name.endsWith('Hertz')) return `${quantity('count', value)}Hz`;
    return Number.isInteger(value) ? whole(value) : String(value);
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    return value.length === 0 ? 'none' : value.map((part) => text(name, part)).join(', ');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
