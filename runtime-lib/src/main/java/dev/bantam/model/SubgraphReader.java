package dev.bantam.model;

import com.google.flatbuffers.IntVector;
import com.google.flatbuffers.Table;
import dev.bantam.graph.Attributes;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Subgraph;
import dev.bantam.model.GraphReader.Code;
import dev.bantam.model.fbs.tflite.BuiltinOptions;
import dev.bantam.model.fbs.tflite.BuiltinOptions2;
import dev.bantam.model.fbs.tflite.Operator;
import dev.bantam.model.fbs.tflite.SubGraph;
import dev.bantam.type.Bytes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One subgraph: its tensors, and the operators over them. */
final class SubgraphReader {
  private static final OptionTables TABLES = new OptionTables(Schema.TFLITE);

  private final SubGraph table;
  private final List<Code> codes;
  private final TensorReader tensors;
  private final OptionsReader options;
  private final Weights weights;
  private final Place place;

  SubgraphReader(
      SubGraph table,
      List<Code> codes,
      TensorReader tensors,
      OptionsReader options,
      Weights weights,
      Place place) {
    this.table = table;
    this.codes = codes;
    this.tensors = tensors;
    this.options = options;
    this.weights = weights;
    this.place = place;
  }

  Subgraph read() {
    var all = new ArrayList<GraphTensor>();
    for (int i = 0; i < table.tensorsLength(); i++) {
      var tensor = table.tensors(i);
      all.add(tensors.read(tensor, place.tensor(i, GraphReader.orEmpty(tensor.name()))));
    }
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < table.operatorsLength(); i++) nodes.add(node(table.operators(i), i));
    return new Subgraph(
        GraphReader.orEmpty(table.name()),
        all,
        indices(table.inputsVector(), "input", false, place),
        indices(table.outputsVector(), "output", false, place),
        nodes);
  }

  private Node node(Operator operator, int position) {
    if (operator.opcodeIndex() >= codes.size()) {
      throw new ModelException(
          place.part("operator", position),
          "its code is %d, must be in [0, %d)".formatted(operator.opcodeIndex(), codes.size()));
    }
    var code = codes.get((int) operator.opcodeIndex());
    var here = place.operator(position, code.name());
    return new Node(
        code.name(),
        code.custom(),
        code.version(),
        indices(operator.inputsVector(), "input", true, here),
        indices(operator.outputsVector(), "output", false, here),
        indices(operator.intermediatesVector(), "intermediate", true, here),
        attributes(operator, code, here));
  }

  /** An index is a tensor of this subgraph, or absent where that is allowed: CVE-2020-15211. */
  private List<Integer> indices(
      @Nullable IntVector vector, String kind, boolean optional, Place here) {
    var indices = new ArrayList<Integer>();
    for (int i = 0; vector != null && i < vector.length(); i++) {
      int index = vector.get(i);
      boolean absent = optional && index == Node.ABSENT;
      if (!absent && (index < 0 || index >= table.tensorsLength())) {
        throw new ModelException(
            here.part(kind, i),
            "tensor %d, must be in [0, %d)%s"
                .formatted(index, table.tensorsLength(), optional ? ", or -1 for none" : ""));
      }
      indices.add(index);
    }
    return indices;
  }

  private Attributes attributes(Operator operator, Code code, Place here) {
    var custom = custom(operator, here);
    byte first = operator.builtinOptionsType();
    byte second = operator.builtinOptions2Type();
    if (first == BuiltinOptions.NONE && second == BuiltinOptions2.NONE) {
      return custom.isEmpty() ? Attributes.NONE : Attributes.NONE.with(custom);
    }
    if (first != BuiltinOptions.NONE && second != BuiltinOptions2.NONE) {
      throw new ModelException(
          here,
          "it has %s and %s, must have one kind of options"
              .formatted(BuiltinOptions.name(first), BuiltinOptions2.name(second)));
    }
    var target = new Position();
    boolean older = first != BuiltinOptions.NONE;
    var found = older ? operator.builtinOptions(target) : operator.builtinOptions2(target);
    if (found == null) throw new IllegalStateException("a union without a value was let through");
    var name =
        older ? BuiltinOptions.name(Byte.toUnsignedInt(first)) : BuiltinOptions2.name(second);
    checkTable(name, code, here);
    return options.read(target.get(), name).with(custom);
  }

  private static void checkTable(String name, Code code, Place here) {
    if (code.custom()) return;
    var expected = TABLES.table(code.name());
    if (expected.isPresent() && !expected.get().equals(name)) {
      throw new ModelException(
          here, "its options are %s, must be %s or none".formatted(name, expected.get()));
    }
  }

  private Bytes custom(Operator operator, Place here) {
    if (Long.compareUnsigned(operator.largeCustomOptionsOffset(), 1) > 0) {
      return new Bytes(
          weights.behind(
              operator.largeCustomOptionsOffset(),
              operator.largeCustomOptionsSize(),
              here.part("custom options")));
    }
    if (operator.customOptionsLength() == 0) return Bytes.EMPTY;
    return new Bytes(MemorySegment.ofBuffer(operator.customOptionsAsByteBuffer()));
  }

  /** A table of any kind, to learn where it lies. */
  static final class Position extends Table {
    long get() {
      return bb_pos;
    }
  }
}
