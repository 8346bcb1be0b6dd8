import { useState, type ReactNode } from 'react';

/** A picture, and beside it the same as a table. */
export function TableToggle(props: { label: string; chart: ReactNode; table: ReactNode }) {
  const [table, setTable] = useState(false);
  return (
    <div>
      {table ? props.table : props.chart}
      <p className="caption chart-foot">
        <button
          type="button"
          className="link"
          aria-label={
            table ? `Show the picture of ${props.label}` : `Show the table of ${props.label}`
          }
          onClick={() => setTable(!table)}
        >
          {table ? 'Picture' : 'Table'}
        </button>
      </p>
    </div>
  );
}
