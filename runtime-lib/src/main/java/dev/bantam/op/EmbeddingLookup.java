package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;

/** Rows of a table; those of a quantized table are made real, if the result is. */
public final class EmbeddingLookup implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("EMBEDDING_LOOKUP")
        .operand("ids", Types.I32)
        .operand("table", Types.ANY)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var ids = call.operand("ids");
    var table = call.operand("table");
    var rows = b.gather(table, ids, 0);
    boolean real = call.resultType(0).dtype() == DType.F32;
    if (!real || table.type().dtype().isFloat()) return rows;
    var q = call.quantization("table");
    if (!q.isPerAxis()) return Reals.dequantize(rows, q, b);
    if (q.axis() != 0) throw call.refuse("the table's scales are of axis %d, must be 0", q.axis());
    var scales = b.gather(b.constant(Reals.scales(q)), ids, 0);
    var perRow = new ArrayList<>(Collections.nCopies(rows.type().rank(), 1));
    perRow.set(0, ids.type().extent(0));
    return b.mul(b.convert(rows, DType.F32), b.reshape(scales, new Shape(perRow)));
  }
}
