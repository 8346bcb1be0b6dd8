package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against FarmHash's own numbers for the bytes {@code 37 i + 11}. */
class FingerprintTest {
  @ParameterizedTest(name = "{0} bytes")
  @CsvSource({
    "1, 4271b80e2915c76a",
    "2, ae88b935147a3473",
    "3, 373a2b2a12e0c581",
    "4, cc1e778137ae6d69",
    "7, 960838fbc6d9c975",
    "8, 7d507025ed4eecfd",
    "12, 12a0d52d6f922439",
    "16, d836480326a974d6",
    "17, 5cded6cb65c9dac6",
    "24, a71d9fc06b55102b",
    "32, a03300e1b2be6da7",
    "33, 839154ca67815696",
    "50, 971695896babf4e0",
    "64, 000f03eac52d3535",
    "65, fb360c5023f60db6",
    "100, 094bb5559bbb1375",
    "127, d70e348fcbf64d04",
    "128, 33ef435f17af1739",
    "129, c30a81b637d2e4dd",
    "200, 51320a19a60cbd6e",
    "256, 10102b86eca72cdb",
    "300, 70118fe7a7f708b5"
  })
  void isThatOfFarmHash(int length, String expected) {
    var bytes = new byte[2 * length];
    for (int i = 0; i < length; i++) bytes[length + i] = (byte) (37 * i + 11);
    var x = new Literal(TensorType.of(DType.U8, 2, length), MemorySegment.ofArray(bytes));
    var interpreter = new Interpreter();
    var b = new ProgramBuilder("main", interpreter);
    var fingerprints = Fingerprint.of(b.parameter(x.type()), b);
    var program = new Program(b.build(List.of(fingerprints)), List.of());
    var result = interpreter.instance(program).run(List.of(x)).getFirst();
    assertThat(Long.toHexString(result.integer(1)))
        .isEqualTo(Long.toHexString(Long.parseUnsignedLong(expected, 16)));
  }
}
