package dev.bantam.op;

/** Where in a graph an operator is, as messages say it. */
record Place(int subgraph, String name, int operator, String operatorName) {
  @Override
  public String toString() {
    return "subgraph %d \"%s\", operator %d %s".formatted(subgraph, name, operator, operatorName);
  }
}
