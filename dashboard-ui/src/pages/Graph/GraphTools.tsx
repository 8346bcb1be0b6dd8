import { Filters } from '../../components/Filters/Filters';
import { COLOURINGS, type Colour } from '../../domain/colouring';
import type { useFind } from './useFind';
import type { Values } from './values';

/** How a graph is shown, and the field that finds an operator in it. */
export function GraphTools(props: {
  colour: Colour;
  view: string;
  node: string;
  find: ReturnType<typeof useFind>;
  set: (change: Partial<Values>) => void;
}) {
  const { set } = props;
  const { search, text, setText, found } = props.find;
  return (
    <div className="graph-tools">
      <Filters
        label="Colour by"
        value={props.colour}
        onChange={(value) => set({ colour: value })}
        choices={[
          ...(['time', 'error', 'memory'] as const).map((value) => ({
            value,
            label: COLOURINGS[value].name,
          })),
        ]}
      />
      <label>
        <span className="vh">Find an operator or tensor</span>
        <input
          ref={search}
          type="search"
          placeholder="Find (F)"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const first = found[0];
            if (event.key === 'Enter' && first !== undefined) {
              const next = found[(found.indexOf(props.node) + 1) % found.length] ?? first;
              set({ node: next });
            }
          }}
        />
      </label>
      <Filters
        label="View"
        value={props.view}
        onChange={(view) => set({ view })}
        choices={[
          { value: 'picture', label: 'Picture' },
          { value: 'table', label: 'Table' },
        ]}
      />
    </div>
  );
}
