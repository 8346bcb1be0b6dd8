/** What the address of a graph says. */
export interface Values {
  variant: string;
  device: string;
  measurement: string;
  colour: string;
  node: string;
  view: string;
  subgraph: string;
}
