package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rows as stock TensorFlow Lite's reference kernels quantize them, to the last bit of the scale.
 */
class RowQuantizationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // floats; scale; zero point; integers
        "0.0 1.25 0.4166666567325592 0.0; 0.0049019609577953815; -128; -128 127 -43 -128",
        "-8.741799 1.3313347 0.44377825 -4.3708997; 0.03950248658657074; 93; -128 127 104 -18",
        // the scale of a range in f64 would be another one
        "-4.5064993 5.41348505 1.804495 -2.2532496; 0.03890190273523331; -12; -128 127 34 -70",
        "-4.39749 5.9655867 1.9885288 -2.198745; 0.040639519691467285; -20; -128 127 29 -74",
        "-4.6473775 3.1794736 1.0598246 -2.3236887; 0.030693532899022102; 23; -128 127 58 -53",
        // a half between two zero points
        "-8.25 8.25 2.75 -4.125; 0.06470588594675064; 0; -128 127 43 -64",
        "-8.75 8.75 2.9166667 -4.375; 0.06862745434045792; 0; -128 127 43 -64",
        // one sign only, and nothing at all
        "5 5 5; 0.019607844; -128; 127 127 127",
        "-3 -1; 0.011764706; 127; -128 42",
        "0 0; 1; 0; 0 0",
      })
  void areQuantizedAsStockDoes(String floats, float scale, int zeroPoint, String integers) {
    var values = Arrays.stream(floats.split(" ")).map(Float::valueOf).toList();
    var row = new float[values.size()];
    for (int i = 0; i < row.length; i++) row[i] = values.get(i);
    var results = quantized(Literal.of(Shape.of(1, row.length), row));
    assertThat((float) results.get(0).real(0)).isEqualTo(scale);
    assertThat(results.get(1).integer(0)).isEqualTo(zeroPoint);
    assertThat(text(results.get(2))).isEqualTo(integers);
  }

  private static List<Literal> quantized(Literal row) {
    var interpreter = new Interpreter();
    var b = new ProgramBuilder("main", interpreter);
    var x = b.parameter(new TensorType(DType.F32, row.type().shape()));
    var rows = RowQuantization.asymmetric(x, b);
    var results = List.of(rows.scale(), rows.zeroPoint().orElseThrow(), rows.integers());
    return interpreter.instance(new Program(b.build(results), List.of())).run(List.of(row));
  }

  private static String text(Literal integers) {
    return LongStream.range(0, integers.elements())
        .mapToObj(i -> String.valueOf(integers.integer(i)))
        .collect(Collectors.joining(" "));
  }
}
