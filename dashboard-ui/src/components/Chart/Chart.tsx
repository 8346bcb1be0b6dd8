import type { ReactNode } from 'react';
import './Chart.css';
import { placeAt, plotOf, type Margins, type Plot } from './plot';
import { TableToggle } from './TableToggle';
import { useReadout } from './useReadout';
import { useWidth } from './useWidth';

/** What a picture is drawn with. */
export interface Drawing {
  readonly plot: Plot;
  /** The point that is read out; null if none is. */
  readonly at: number | null;
  /** Reads a point out, or none. */
  readonly show: (at: number | null) => void;
}

/**
 * What every chart of points stands in: a picture as wide as its place, a sentence for those who do not see it, the
 * read-out of one point above (by pointer, tap or arrows), a caption below, and the same as a table.
 */
export function Chart(props: {
  className: string;
  height: number;
  margins: Margins;
  sentence: string;
  caption: ReactNode;
  /** What is read out of each point, in the order in which arrows walk. */
  points: number;
  read: (at: number) => string;
  /** The points stand side by side, so that a pointer above or below one reads it out. */
  sideBySide?: boolean;
  table?: { readonly label: string; readonly content: ReactNode };
  children: (drawing: Drawing) => ReactNode;
}) {
  const { table } = props;
  const picture = <Picture {...props} />;
  return table ? (
    <TableToggle label={table.label} chart={picture} table={table.content} />
  ) : (
    picture
  );
}

function Picture(props: Parameters<typeof Chart>[0]) {
  const { height, points } = props;
  const { ref, width } = useWidth();
  const { at, show, props: keys } = useReadout(points);
  const plot = plotOf(width, height, props.margins);
  return (
    <figure>
      <p className="readout" aria-live="polite">
        {at === null ? ' ' : props.read(at)}
      </p>
      <div ref={ref}>
        <svg
          className={`chart ${props.className}`}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={props.sentence}
          {...keys}
          onPointerMove={
            props.sideBySide
              ? ({ nativeEvent }) => show(placeAt(plot, nativeEvent.offsetX, points))
              : undefined
          }
        >
          {props.children({ plot, at, show })}
        </svg>
      </div>
      <figcaption className="caption">{props.caption}</figcaption>
    </figure>
  );
}

/** The ring around the point that is read out. */
export function Cross({ x, y, r }: { x: number; y: number; r: number }) {
  return <circle className="cross" cx={x} cy={y} r={r} fill="none" strokeWidth="2" />;
}

/** An upright line from one end of an interval to the other. */
export function Whisker(props: {
  x: number;
  ends: readonly [number, number];
  y: (value: number) => number;
}) {
  const { x, ends, y } = props;
  return <line className="whisker" x1={x} x2={x} y1={y(ends[0])} y2={y(ends[1])} />;
}
