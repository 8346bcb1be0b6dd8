package dev.bantam.testing;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Programs over all primitives, each made from its seed alone, for comparing whatever runs
 * programs. Floats are arranged so that devices have to agree to the bit, or within a bound that
 * the program computes itself.
 *
 * @param dtypes that values may have
 * @param control whether there are cases, loops and sorts
 * @param state whether there are variables
 */
public record RandomPrograms(List<DType> dtypes, boolean control, boolean state) {
  private static final int RUNS = 2;

  /** All that primitives compute with. */
  public static final RandomPrograms ALL =
      new RandomPrograms(
          List.of(
              DType.BOOL,
              DType.I8,
              DType.I16,
              DType.I32,
              DType.I64,
              DType.U8,
              DType.U16,
              DType.U32,
              DType.U64,
              DType.F16,
              DType.BF16,
              DType.F32,
              DType.F64),
          true,
          true);

  public RandomPrograms {
    dtypes = List.copyOf(dtypes);
  }

  /** The program of that seed: always the same one. */
  public RandomProgram program(long seed) {
    var random = new SplittableRandom(seed);
    var values = new RandomValues(random, dtypes);
    var b = new ProgramBuilder("main", new Interpreter());
    var variables = new ArrayList<Variable>();
    for (int i = 0; state && i < values.below(3); i++) {
      var type = new TensorType(values.dtype(), values.shape());
      variables.add(new Variable("v" + i, values.literal(type, false)));
    }
    var steps = new RandomSteps(values, b, variables, control, 2);
    var runs = new ArrayList<List<Literal>>();
    for (int i = 0; i < RUNS; i++) runs.add(new ArrayList<>());
    for (int i = values.between(1, 4); i > 0; i--) {
      var type = new TensorType(values.dtype(), values.shape());
      boolean wild = values.onceIn(6);
      steps.add(b.parameter(type), RandomSteps.ofLiteral(type.dtype(), wild));
      for (var run : runs) run.add(values.literal(type, wild));
    }
    steps.take(values.between(4, 24));
    return finished(seed, b, steps, variables, runs);
  }

  private static RandomProgram finished(
      long seed,
      ProgramBuilder b,
      RandomSteps steps,
      List<Variable> variables,
      List<List<Literal>> runs) {
    var results = new ArrayList<Value>();
    var tolerances = new ArrayList<RandomProgram.Tolerance>();
    for (var entry : steps.results()) {
      var accuracy = entry.accuracy();
      var terms = accuracy.terms();
      results.add(entry.value());
      tolerances.add(
          new RandomProgram.Tolerance(
              accuracy.ulps(), terms == null ? -1 : results.size(), accuracy.count()));
      if (terms == null) continue;
      results.add(terms);
      // A bound may itself be off by what any sum may be off.
      tolerances.add(new RandomProgram.Tolerance(Math.scalb(1.0, 20), -1, 0));
    }
    var program = new Program(b.build(results), variables);
    return new RandomProgram(seed, program, runs, tolerances);
  }
}
