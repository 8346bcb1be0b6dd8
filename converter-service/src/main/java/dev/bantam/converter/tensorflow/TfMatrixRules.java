package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Functions;
import dev.bantam.converter.build.Literals;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Diagonals of matrices, the main one; and running products. */
final class TfMatrixRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("MatrixDiag", call -> diagonal(call, call.in(0))),
          of("MatrixDiagV2", TfMatrixRules::diagonal),
          of("MatrixDiagV3", TfMatrixRules::diagonal),
          of("MatrixDiagPart", TfMatrixRules::part),
          of("MatrixDiagPartV2", TfMatrixRules::part),
          of("MatrixDiagPartV3", TfMatrixRules::part),
          of("MatrixSetDiag", TfMatrixRules::set),
          of("MatrixSetDiagV2", TfMatrixRules::set),
          of("MatrixSetDiagV3", TfMatrixRules::set),
          of("Cumprod", TfMatrixRules::cumprod));

  private TfMatrixRules() {}

  private static Edge zero(TfCall call, DType dtype) {
    return call.b().constant(Literals.filled(new TensorType(dtype, Shape.SCALAR), 0));
  }

  private static void requireMain(TfCall call, int input) {
    boolean main = call.constants(input, "diagonal").stream().allMatch(k -> k == 0);
    if (!main)
      throw call.unsupported("it is about another diagonal than the main one", "use the main one");
  }

  /** Whether row and column are the same. */
  private static Edge isDiagonal(TfCall call, Dim rows, Dim columns) {
    var b = call.b();
    return b.equal(
        b.reshape(b.iota(rows), rows, Dim.ONE), b.reshape(b.iota(columns), Dim.ONE, columns));
  }

  private static Edge diagonal(TfCall call) {
    requireMain(call, 1);
    boolean square =
        call.constants(2, "rows").getFirst() == -1 && call.constants(3, "columns").getFirst() == -1;
    if (!square) throw call.unsupported("its matrix is not square", "leave rows and columns out");
    return diagonal(call, call.in(0));
  }

  private static Edge diagonal(TfCall call, Edge x) {
    var b = call.b();
    var columns = b.unsqueeze(x, List.of(x.rank()));
    return b.select(isDiagonal(call, x.dim(-1), x.dim(-1)), columns, zero(call, x.dtype()));
  }

  private static Edge part(TfCall call) {
    if (call.inputCount() > 1) requireMain(call, 1);
    var b = call.b();
    var x = call.in(0);
    if (!x.dim(-1).isKnown() || !x.dim(-2).isKnown())
      throw call.unsupported("the extents of its matrices are open", "fix the sizes of the inputs");
    long size = Math.min(x.dim(-1).value(), x.dim(-2).value());
    var places = new ArrayList<Long>();
    for (long i = 0; i < size; i++) places.add(i * x.dim(-1).value() + i);
    var dims = new ArrayList<>(x.form().dims().subList(0, x.rank() - 2));
    dims.add(x.dim(-1).times(x.dim(-2)));
    return b.gather(b.reshape(x, dims), b.ints(places), dims.size() - 1, 0);
  }

  private static Edge set(TfCall call) {
    if (call.inputCount() > 2) requireMain(call, 2);
    var b = call.b();
    var x = call.in(0);
    var values = call.in(1);
    if (!x.dim(-1).equals(x.dim(-2)))
      throw call.unsupported("its matrices are not square: " + x.form(), "use square ones");
    var columns = b.unsqueeze(values, List.of(values.rank()));
    return b.select(isDiagonal(call, x.dim(-2), x.dim(-1)), columns, x);
  }

  private static Edge cumprod(TfCall call) {
    int axis = call.axis(call.constants(1, "axis").getFirst(), call.in(0).rank());
    return new Functions(call.b())
        .cumprod(call.in(0), axis, call.flag("exclusive", false), call.flag("reverse", false));
  }
}
