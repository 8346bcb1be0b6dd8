package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;

/** Puts vectors on the diagonals of matrices: of new ones of zeros, or of given ones. */
public final class MatrixDiagonal implements Operator.Plain {
  private final String name;
  private final boolean given;

  private MatrixDiagonal(String name, boolean given) {
    this.name = name;
    this.given = given;
  }

  public static MatrixDiagonal diag() {
    return new MatrixDiagonal("MATRIX_DIAG", false);
  }

  public static MatrixDiagonal setDiag() {
    return new MatrixDiagonal("MATRIX_SET_DIAG", true);
  }

  @Override
  public Signature signature() {
    var signature = Signature.of(name);
    if (given) signature = signature.operand("x", Types.ANY);
    return signature.operand("diagonal", Types.ANY).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var diagonal = call.operand("diagonal");
    var matrix = given ? call.operand("x") : zeros(diagonal, b);
    int rank = matrix.type().rank();
    int rows = matrix.type().extent(rank - 2);
    int columns = matrix.type().extent(rank - 1);
    var row = b.reshape(b.iota(rows, DType.I32), rows, 1);
    var on = b.eq(row, b.reshape(b.iota(columns, DType.I32), 1, columns));
    var vectors = diagonal;
    int length = diagonal.type().extent(diagonal.type().rank() - 1);
    var extents = new ArrayList<>(diagonal.type().shape().extents());
    if (length == columns) {
      extents.add(rank - 2, 1);
    } else {
      extents.add(1);
    }
    vectors = b.reshape(diagonal, new Shape(extents));
    return b.select(on, vectors, matrix);
  }

  private static Value zeros(Value diagonal, ProgramBuilder b) {
    var extents = new ArrayList<>(diagonal.type().shape().extents());
    if (extents.isEmpty()) throw new IllegalArgumentException("the diagonal is a scalar");
    extents.add(extents.getLast());
    var zero = b.constant(Literal.zeros(diagonal.type().with(Shape.SCALAR)));
    return b.broadcast(zero, new Shape(extents));
  }
}
