/** "JSON" is the call of the interface that the view was made from. */
export function JsonLink({ href, label = 'JSON' }: { href: string; label?: string }) {
  return (
    <a className="btn" href={href}>
      {label}
    </a>
  );
}

export type Cell = string | number | null | undefined;

/** One line of a CSV file (RFC 4180): quoted where it has to be, empty where nothing is known. */
export function csvLine(cells: readonly Cell[]): string {
  return cells
    .map((cell) => String(cell ?? ''))
    .map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(',');
}

/** The rows of a view, as they are on the page, as a file. */
export function CsvButton(props: {
  name: string;
  header: readonly string[];
  rows: () => Cell[][];
}) {
  const save = () => {
    const lines = [props.header, ...props.rows()].map(csvLine);
    saveFile(`${props.name}.csv`, 'text/csv', `${lines.join('\r\n')}\r\n`);
  };
  return (
    <button type="button" className="btn" onClick={save}>
      CSV
    </button>
  );
}

/** Hands a text over as a file. */
export function saveFile(name: string, type: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
