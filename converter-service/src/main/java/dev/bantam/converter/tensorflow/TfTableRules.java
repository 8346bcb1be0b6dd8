package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import com.google.protobuf.ByteString;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;

/** Tables of fixed contents: what is looked up is compared with every key. */
final class TfTableRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          several("HashTableV2", call -> List.of(new TfValue.Table(call.name()))),
          several("HashTable", call -> List.of(new TfValue.Table(call.name()))),
          of("LookupTableFindV2", TfTableRules::find),
          of("LookupTableFind", TfTableRules::find),
          of(
              "LookupTableSizeV2",
              call -> call.b().integer(DType.I64, count(contents(call).keys()))));

  /** So many comparisons for each element take longer than a table should. */
  private static final int MOST_KEYS = 1 << 12;

  private TfTableRules() {}

  /** Whether the operator is judged even if its table could not be lowered. */
  static boolean judges(String operator) {
    return operator.startsWith("LookupTableFind");
  }

  private static TfTables.Contents contents(TfCall call) {
    if (call.value(0) instanceof TfValue.Table(var handle)) {
      var contents = call.lowering().tables().find(handle);
      if (contents.isPresent()) return contents.orElseThrow();
    }
    throw call.unsupported(
        "what its table holds is not known when the model is converted",
        "use a static table that is initialized from constants");
  }

  private static int count(TensorProto tensor) {
    long count = 1;
    for (var dim : tensor.getTensorShape().getDimList()) count *= dim.getSize();
    return Math.toIntExact(count);
  }

  private static Edge find(TfCall call) {
    var contents = contents(call);
    int count = count(contents.keys());
    if (count > MOST_KEYS || count < 1)
      throw call.unsupported(
          "its table has %d keys, must have 1 to %d".formatted(count, MOST_KEYS),
          "look up outside of the model");
    var b = call.b();
    var query = call.in(1);
    var hits = hits(call, query, edge(call, contents.keys()));
    var hit = b.reduce("REDUCE_ANY", hits, List.of(-1), false);
    var first = b.argExtreme("ARG_MAX", b.cast(hits, DType.I32), -1, DType.I32);
    // What follows the last value is what stands for all other keys.
    var place = b.select(hit, first, b.integer(DType.I32, count));
    return b.gather(values(call, contents.values(), count), place, 0, 0);
  }

  /** Whether each element is each of the keys, {@code [..., keys]}. */
  private static Edge hits(TfCall call, Edge query, Edge keys) {
    var b = call.b();
    if (query.dtype() != keys.dtype())
      throw call.invalid("%s to look up among %s", query.dtype(), keys.dtype());
    var column = b.unsqueeze(query, List.of(query.rank()));
    if (query.dtype() != DType.STR) return b.equal(column, keys);
    var dims = new ArrayList<>(query.form().dims());
    dims.add(keys.dim(0));
    return b.operator("EQUAL", List.of(column, keys), List.of(new Form(DType.BOOL, dims)))
        .getFirst();
  }

  private static Edge values(TfCall call, TensorProto values, int count) {
    var b = call.b();
    if (count(values) != count)
      throw call.invalid("%d values for %d keys in its table", count(values), count);
    if (values.getDtype() != DataType.DT_STRING)
      return b.concat(List.of(edge(call, values), b.reshape(call.in(2), Dim.ONE)), 0);
    if (!(call.value(2) instanceof TfValue.Text(var other)) || other.size() != 1)
      throw call.unsupported("its default is no constant", "make it a constant");
    var all = new ArrayList<>(bytes(values, count));
    all.add(ByteString.copyFromUtf8(other.getFirst()).toByteArray());
    return b.constant(Literal.strings(Shape.of(all.size()), all));
  }

  private static Edge edge(TfCall call, TensorProto tensor) {
    if (tensor.getDtype() != DataType.DT_STRING)
      return call.b().constant(TfTensors.read(tensor, call.name()));
    int count = count(tensor);
    return call.b().constant(Literal.strings(Shape.of(count), bytes(tensor, count)));
  }

  /** A string for each element; fewer strings than elements repeat the last. */
  private static List<byte[]> bytes(TensorProto tensor, int count) {
    var stored = tensor.getStringValList();
    var all = new ArrayList<byte[]>();
    for (int i = 0; i < count; i++)
      all.add(
          stored.isEmpty()
              ? new byte[0]
              : stored.get(Math.min(i, stored.size() - 1)).toByteArray());
    return all;
  }
}
