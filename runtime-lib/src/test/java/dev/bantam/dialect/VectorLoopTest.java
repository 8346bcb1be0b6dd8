package dev.bantam.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.host.HostProcessor;
import dev.bantam.device.host.KernelLibrary;
import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn1;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Expr.Load;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Stmt;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.Toolchain;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Vectors compute what elements do, bit for bit: every kernel here is compiled both ways. */
class VectorLoopTest {
  /** No multiple of any number of lanes. */
  private static final int N = 1003;

  private static final FunctionDescriptor KERNEL =
      FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

  private static final Expr.Index I = new Expr.Index("n0", N);

  /** C without vectors. */
  private static final class Elements extends CDialect {
    @Override
    Optional<List<String>> vectors(Expr.Index index, List<Stmt> body) {
      return Optional.empty();
    }
  }

  /** A kernel that stores one value of up to three operands. */
  private record Case(String name, Kernel kernel, List<DType> types) {}

  private static Case of(
      String name,
      List<DType> operands,
      DType result,
      java.util.function.Function<List<Expr>, Expr> value) {
    var buffers = new ArrayList<Buffer>();
    for (var dtype : operands) buffers.add(new Buffer("p" + buffers.size(), dtype, N));
    var loads = buffers.stream().map(buffer -> (Expr) new Load(buffer, I)).toList();
    var target = new Buffer("p" + buffers.size(), result, N);
    buffers.add(target);
    var body = List.<Stmt>of(new Stmt.Store(target, I, value.apply(loads)));
    var types = new ArrayList<>(operands);
    types.add(result);
    return new Case(name, new Kernel(buffers, I, 1, body), types);
  }

  private static List<Case> cases() {
    var cases = new ArrayList<Case>();
    var types = List.of(DType.I8, DType.U8, DType.I16, DType.U16, DType.I32, DType.F32);
    for (var a : types) {
      for (var fn : List.of(Fn2.ADD, Fn2.MUL, Fn2.MAX, Fn2.MIN)) {
        cases.add(of(fn + " " + a, List.of(a, a), a, x -> new Binary(fn, x.get(0), x.get(1))));
      }
      for (var fn : List.of(Fn2.LT, Fn2.EQ)) {
        cases.add(
            of(
                fn + " " + a,
                List.of(a, a, a, a),
                a,
                x -> new Expr.Select(new Binary(fn, x.get(0), x.get(1)), x.get(2), x.get(3))));
      }
      for (var b : types)
        cases.add(of(a + " to " + b, List.of(a), b, x -> new Expr.Convert(x.getFirst(), b)));
      for (var fn : List.of(Fn1.NEG, Fn1.ABS)) {
        cases.add(of(fn + " " + a, List.of(a), a, x -> new Expr.Unary(fn, x.getFirst())));
      }
    }
    for (var fn : List.of(Fn2.SHL, Fn2.SHR, Fn2.ROUNDED_HIGH, Fn2.AND, Fn2.OR, Fn2.XOR)) {
      cases.add(
          of(
              fn.toString(),
              List.of(DType.I32, DType.I32),
              DType.I32,
              x -> new Binary(fn, x.get(0), x.get(1))));
    }
    for (int count = 0; count < 32; count++) {
      var by = new Expr.Constant(DType.I32, count);
      for (var fn : List.of(Fn2.ROUNDED_SHIFT, Fn2.SHL, Fn2.SHR)) {
        cases.add(
            of(
                fn + " by " + count,
                List.of(DType.I32),
                DType.I32,
                x -> new Binary(fn, x.getFirst(), by)));
      }
    }
    for (var fn : List.of(Fn1.FLOOR, Fn1.RINT, Fn1.SQRT)) {
      cases.add(
          of(fn.toString(), List.of(DType.F32), DType.F32, x -> new Expr.Unary(fn, x.getFirst())));
    }
    var six = new Expr.Constant(DType.F32, Float.floatToRawIntBits(6f));
    for (var fn : List.of(Fn2.MAX, Fn2.MIN, Fn2.GREATER, Fn2.LESSER, Fn2.DIV)) {
      cases.add(
          of(fn + " 6", List.of(DType.F32), DType.F32, x -> new Binary(fn, x.getFirst(), six)));
      cases.add(
          of("6 " + fn, List.of(DType.F32), DType.F32, x -> new Binary(fn, six, x.getFirst())));
    }
    return cases;
  }

  @Test
  void vectorsComputeWhatElementsDo() throws Throwable {
    var cases = cases();
    var toolchain = Toolchain.clang();
    for (var target : HostProcessor.levels(toolchain)) {
      var text = new StringBuilder(CProgram.prelude());
      for (int i = 0; i < cases.size(); i++) {
        var vectors = new CDialect().kernel("vectors" + i, cases.get(i).kernel);
        assertThat(vectors).as(cases.get(i).name).contains("LANES");
        text.append(vectors).append(new Elements().kernel("elements" + i, cases.get(i).kernel));
      }
      try (var library =
          KernelLibrary.of(
              toolchain,
              List.of(text.toString()),
              new Architecture(target.triple(), target.options()))) {
        for (int i = 0; i < cases.size(); i++) {
          assertThat(run(library, "vectors" + i, cases.get(i)))
              .as("%s, %s", cases.get(i).name, target.instructions())
              .isEqualTo(run(library, "elements" + i, cases.get(i)));
        }
      }
    }
  }

  /** The elements of the result; NaN is NaN, whatever its payload. */
  private static List<Object> run(KernelLibrary library, String name, Case each) throws Throwable {
    try (var arena = Arena.ofConfined()) {
      var addresses = arena.allocate(ValueLayout.ADDRESS, each.types.size());
      MemorySegment memory = MemorySegment.NULL;
      for (int i = 0; i < each.types.size(); i++) {
        memory = arena.allocate(each.types.get(i).bytes(N), 64);
        if (i < each.types.size() - 1) fill(memory, each.types.get(i), new Random(i));
        addresses.setAtIndex(ValueLayout.ADDRESS, i, memory);
      }
      library.function(name, KERNEL).invokeExact(addresses, 0L, (long) N);
      var result = new ArrayList<Object>();
      for (int i = 0; i < N; i++) {
        result.add(
            switch (each.types.getLast()) {
              case F32 -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, i);
              case I32 -> memory.getAtIndex(ValueLayout.JAVA_INT, i);
              case I16, U16 -> memory.getAtIndex(ValueLayout.JAVA_SHORT, i);
              default -> memory.get(ValueLayout.JAVA_BYTE, i);
            });
      }
      return result;
    }
  }

  private static final double[] EXTREMES = {
    0,
    -0.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    127,
    128,
    -128,
    -129,
    255,
    256,
    32767,
    32768,
    -32769,
    65535,
    65536,
    0x1p31,
    0x1.fffffep30,
    -0x1p31,
    -0x1.000002p31,
    1e20,
    -1e20,
    Float.MAX_VALUE,
    Float.MIN_VALUE,
    1 / 0.0,
    -1 / 0.0,
    0 / 0.0
  };

  private static void fill(MemorySegment memory, DType dtype, Random random) {
    for (int i = 0; i < N; i++) {
      double real =
          random.nextInt(3) == 0
              ? EXTREMES[random.nextInt(EXTREMES.length)]
              : random.nextGaussian() * 50;
      long integer =
          switch (random.nextInt(4)) {
            case 0 -> dtype == DType.F32 ? 0 : dtype.lowest();
            case 1 -> dtype == DType.F32 ? 0 : dtype.highest();
            case 2 -> random.nextInt(8) - 4;
            default -> random.nextLong();
          };
      Literal.write(memory, dtype, i, real, integer);
    }
  }
}
