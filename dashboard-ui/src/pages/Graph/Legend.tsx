import { COLOURINGS, type Colour } from '../../domain/colouring';

/** What the colours mean: the steps with their bounds, or the units with their patterns. */
export function Legend({ colour }: { colour: Colour }) {
  if (colour === 'placement') {
    return (
      <div className="graph-legend caption">
        <span>
          <i className="unit-key cpu" /> CPU
        </span>
        <span>
          <i className="unit-key gpu" /> GPU
        </span>
        <span>
          <i className="unit-key dsp" /> DSP
        </span>
      </div>
    );
  }
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
