import { useRef, type ReactNode } from 'react';
import { sorted, sortOf, toggled } from './sorting';
import { useWindow } from './useWindow';
import './DataTable.css';

export interface Column<R> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: R) => ReactNode;
  /** What the column is sorted by; one without it cannot be sorted by. Null sorts last, either way. */
  readonly sort?: (row: R) => number | string | null | undefined;
  readonly numeric?: boolean;
  readonly width?: string;
  /** Where the cell stands in a card: `first` and `corner` make its first line. */
  readonly card?: 'first' | 'corner' | 'full' | 'left' | 'hide';
  /** Said before the cell in a card, where the header is not seen. */
  readonly cardLabel?: string;
}

/**
 * A table that is sorted by its headers. On phones it becomes cards, or keeps its columns and scrolls sideways
 * behind its first one. Past 200 rows only those near the screen are in the page.
 */
export function DataTable<R>(props: {
  label: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  rowKey: (row: R) => string;
  sort?: string;
  onSort?: (sort: string) => void;
  phone?: 'cards' | 'sticky';
  selected?: string | null;
}) {
  const { columns, phone = 'cards' } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const rows = props.sort === undefined ? props.rows : sorted(props.rows, columns, props.sort);
  const view = useWindow(rows.length, body);
  const table = (
    <table
      className={`data ${phone}`}
      role="table"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
    >
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <Header key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        <Spacer height={view.above} span={columns.length} />
        {rows.slice(view.from, view.to).map((row) => (
          <Row
            key={props.rowKey(row)}
            row={row}
            columns={columns}
            selected={props.selected != null && props.rowKey(row) === props.selected}
          />
        ))}
        <Spacer height={view.below} span={columns.length} />
      </tbody>
    </table>
  );
  if (phone === 'cards') return <div className="table-scroll">{table}</div>;
  return (
    <div
      className="table-scroll sideways"
      tabIndex={0}
      role="region"
      aria-label={`${props.label}, scrolls sideways`}
    >
      {table}
    </div>
  );
}

function Header<R>(props: {
  column: Column<R>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}) {
  const { column, sort, onSort } = props;
  const order = sortOf(column.key, sort);
  const sortable = column.sort !== undefined && onSort !== undefined;
  return (
    <th
      role="columnheader"
      scope="col"
      className={column.numeric ? 'num' : undefined}
      style={column.width === undefined ? undefined : { width: column.width }}
      aria-sort={order}
    >
      {sortable ? (
        <button type="button" onClick={() => onSort(toggled(column.key, sort))}>
          {column.header}
          {order !== undefined && (
            <span aria-hidden="true"> {order === 'ascending' ? '↑' : '↓'}</span>
          )}
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

function Row<R>(props: { row: R; columns: readonly Column<R>[]; selected: boolean }) {
  return (
    <tr role="row" className={props.selected ? 'selected' : undefined}>
      {props.columns.map((column, i) => {
        const className = [column.numeric && 'num', column.card && `card-${column.card}`]
          .filter(Boolean)
          .join(' ');
        const content = (
          <>
            {column.cardLabel !== undefined && (
              <span className="card-label">{column.cardLabel} </span>
            )}
            {column.cell(props.row)}
          </>
        );
        return i === 0 ? (
          <th key={column.key} role="rowheader" scope="row" className={className}>
            {content}
          </th>
        ) : (
          <td key={column.key} role="cell" className={className}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

function Spacer({ height, span }: { height: number; span: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden="true" className="spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}
