package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.Set;
import java.util.SortedSet;

/** Folds axes away. What is folded of nothing is the fold's identity, as a finite number. */
public final class Reduction implements Operator.Single<Reduction.Options> {
  /**
   * @param keepsAxes whether folded axes stay with extent 1
   */
  public record Options(boolean keepsAxes) {}

  private final String name;
  private final Fold fold;
  private final Set<DType> types;

  private Reduction(String name, Fold fold, Set<DType> types) {
    this.name = name;
    this.fold = fold;
    this.types = types;
  }

  private static final Set<DType> NUMBERS =
      Types.union(Types.union(Types.FLOAT, Types.QUANTIZED), Types.INDEX);

  public static Reduction sum() {
    return new Reduction("SUM", Fold.ADD, NUMBERS);
  }

  public static Reduction product() {
    return new Reduction("REDUCE_PROD", Fold.MUL, NUMBERS);
  }

  public static Reduction max() {
    return new Reduction("REDUCE_MAX", Fold.MAX, NUMBERS);
  }

  public static Reduction min() {
    return new Reduction("REDUCE_MIN", Fold.MIN, NUMBERS);
  }

  public static Reduction any() {
    return new Reduction("REDUCE_ANY", Fold.OR, Types.BOOL);
  }

  public static Reduction all() {
    return new Reduction("REDUCE_ALL", Fold.AND, Types.BOOL);
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", types).operand("axes", Types.INDEX).result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(raw.flag("keep_dims", false));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var axes = Axes.of(call, call.constant("axes"), x);
    boolean quantized = Types.QUANTIZED.contains(x.type().dtype()) && call.isQuantized("x");
    var y =
        switch (fold) {
          case ADD -> quantized ? quantizedSum(call, x, axes, b) : wideFold(x, axes, b);
          case MUL -> quantized ? QuantizedProduct.of(call, x, axes, b) : wideFold(x, axes, b);
          case MAX, MIN -> finite(b.reduce(fold, x, axes), b);
          case AND, OR -> b.reduce(fold, x, axes);
        };
    return kept(y, x, axes, call.attributes().keepsAxes(), b);
  }

  private Value wideFold(Value x, SortedSet<Integer> axes, ProgramBuilder b) {
    return b.convert(b.reduce(fold, Reals.wide(x, b), axes), x.type().dtype());
  }

  /** The fold of nothing is infinite; stock kernels start from the greatest finite number. */
  private static Value finite(Value y, ProgramBuilder b) {
    if (y.type().dtype() != DType.F32) return y;
    return Activation.NONE.apply(y, b);
  }

  private static Value quantizedSum(
      Call<Options> call, Value x, SortedSet<Integer> axes, ProgramBuilder b) {
    var from = call.quantization("x");
    var to = call.resultQuantization(0);
    var sum = b.reduce(Fold.ADD, Rescaling.centred(x, from, b), axes);
    return Rescaling.requantize(
        sum,
        new double[] {(double) from.scale() / to.scale()},
        to,
        x.type().dtype(),
        Activation.NONE,
        b);
  }

  /** Gives folded axes back, with extent 1, if they are to stay. */
  static Value kept(
      Value y, Value x, SortedSet<Integer> axes, boolean keepsAxes, ProgramBuilder b) {
    if (!keepsAxes) return y;
    var shape = x.type().shape();
    for (int axis : axes) shape = shape.with(axis, 1);
    return b.reshape(y, shape);
  }
}
