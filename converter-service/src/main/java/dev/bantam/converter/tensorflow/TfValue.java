package dev.bantam.converter.tensorflow;

import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import java.util.List;
import java.util.Optional;

/**
 * What a node gives: mostly a tensor, but also handles, which exist only while the model is
 * converted.
 */
sealed interface TfValue {
  record Tensor(Edge edge) implements TfValue {}

  /** A variable, by the name of its handle in the main graph. */
  record Variable(String handle) implements TfValue {}

  /** A table, by the name of its handle in the main graph. */
  record Table(String handle) implements TfValue {}

  /**
   * A list of tensors of one form: a tensor with an axis in front.
   *
   * @param whole all elements; none before the first is written, if their form is not known yet
   * @param length how many, as a scalar
   */
  record TensorList(Optional<Edge> whole, Edge length, Optional<Form> element) implements TfValue {}

  /** Complex numbers: two tensors of one form, or one of them a scalar. */
  record Complex(Edge real, Edge imaginary) implements TfValue {}

  /** Strings, which only operators that are removed may read. */
  record Text(List<String> values) implements TfValue {}

  /** The result of a node that could not be lowered. */
  record Unknown() implements TfValue {}

  /** What no one may read, such as a result of an operator that only has an effect. */
  record Nothing() implements TfValue {}
}
