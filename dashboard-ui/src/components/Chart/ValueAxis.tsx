import { fixed } from '../../format/number';
import { along, up, type Plot } from './plot';
import { tickDecimals, type Scale } from './scale';

/** The title of an upright axis, which says where it starts above zero, and a line for each tick. */
export function ValueAxis({ title, scale, plot }: { title: string; scale: Scale; plot: Plot }) {
  return (
    <>
      <text className="strong" x="0" y="10">
        {title}
        {scale.low > 0 && (
          <tspan className="faint"> (axis starts at {fixed(scale.low, tickDecimals(scale))})</tspan>
        )}
      </text>
      {scale.ticks.map((tick) => {
        const y = up(plot, scale, tick);
        return (
          <g key={tick}>
            <line className="grid" x1={plot.left} x2={plot.right} y1={y} y2={y} />
            <text x={plot.left - 8} y={y + 4} textAnchor="end">
              {fixed(tick, tickDecimals(scale))}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** The same for a level axis: its title stands below its end. */
export function LevelAxis({ title, scale, plot }: { title: string; scale: Scale; plot: Plot }) {
  return (
    <>
      {scale.ticks.map((tick) => {
        const x = along(plot, scale, tick);
        return (
          <g key={tick}>
            <line className="grid" x1={x} x2={x} y1={plot.top - 8} y2={plot.bottom} />
            <text x={x} y={plot.bottom + 18} textAnchor="middle">
              {fixed(tick, tickDecimals(scale))}
            </text>
          </g>
        );
      })}
      <text className="strong" x={plot.right} y={plot.bottom + 40} textAnchor="end">
        {title}
      </text>
    </>
  );
}
