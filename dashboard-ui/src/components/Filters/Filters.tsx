import { useState } from 'react';
import './Filters.css';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

const SHOWN = 6;

/** One of several, as chips in a labelled group. What does not fit stands behind "+ 7 more". */
export function Filters(props: {
  label: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const pressed = props.choices.findIndex((choice) => choice.value === props.value);
  const shown = open || pressed >= SHOWN ? props.choices : props.choices.slice(0, SHOWN);
  const hidden = props.choices.length - shown.length;
  return (
    <div className="chips" role="group" aria-label={props.label}>
      {shown.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className="chip"
          aria-pressed={choice.value === props.value}
          onClick={() => props.onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
      {hidden > 0 && (
        <button type="button" className="chip" aria-expanded={false} onClick={() => setOpen(true)}>
          + {hidden} more
        </button>
      )}
    </div>
  );
}
