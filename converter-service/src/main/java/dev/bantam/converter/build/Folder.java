package dev.bantam.converter.build;

import dev.bantam.graph.Attributes;
import dev.bantam.type.Literal;
import java.util.List;
import java.util.Optional;

/** Computes an operator whose inputs are all known; empty where it is better left to run time. */
@FunctionalInterface
public interface Folder {
  Optional<List<Literal>> fold(
      String operator, List<Edge> inputs, Attributes attributes, List<Form> results);
}
