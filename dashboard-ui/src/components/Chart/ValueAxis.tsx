import { fixed } from '../../format/number';
import { tickDecimals, type Scale } from './scale';

/** The title of an upright axis, which says where it starts above zero, and a line for each tick. */
export function ValueAxis(props: {
  title: string;
  scale: Scale;
  /** Where a tick's line lies, in pixels. */
  y: (tick: number) => number;
  left: number;
  right: number;
}) {
  const { title, scale, y, left, right } = props;
  return (
    <>
      <text className="strong" x="0" y="10">
        {title}
        {scale.low > 0 && (
          <tspan className="faint"> (axis starts at {fixed(scale.low, tickDecimals(scale))})</tspan>
        )}
      </text>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text x={left - 8} y={y(tick) + 4} textAnchor="end">
            {fixed(tick, tickDecimals(scale))}
          </text>
        </g>
      ))}
    </>
  );
}
