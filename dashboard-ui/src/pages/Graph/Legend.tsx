import { COLOURINGS, type Colour } from '../../domain/colouring';

/** What the colours mean: the steps with their bounds. */
export function Legend({ colour }: { colour: Colour }) {
  const { legend, steps } = COLOURINGS[colour];
  return (
    <div className="graph-legend">
      <span className="caption">{legend}</span>
      <ul className="ramp">
        {steps.map((step, i) => (
          <li key={step} style={{ background: `var(--heat-${i})`, color: `var(--heat-${i}-ink)` }}>
            {step}
          </li>
        ))}
      </ul>
    </div>
  );
}
