package dev.bantam.prim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.interp.Interpreter;
import dev.bantam.testing.RandomPrograms;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTextTest {
  private static final int SEEDS = 300;

  private static Program counter() {
    var count = new Variable("count", Literal.scalar(DType.I32, 5L));
    var b = new ProgramBuilder("main", new Interpreter());
    var x = b.parameter(TensorType.of(DType.F32, 2, 3));
    b.at(new Origin(3, "ADD"));
    var y = b.add(x, b.constant(Literal.of(Shape.of(3), 1f, Float.NEGATIVE_INFINITY, -0f)));
    b.at(Origin.NONE);
    b.write(count, b.add(b.read(count), 1));
    return new Program(b.build(List.of(y)), List.of(count));
  }

  @Test
  void printsOneInstructionALine() {
    assertThat(ProgramText.print(counter()))
        .isEqualTo(
            """
            var @count: i32[] = {5}
            func @main(%0: f32[2,3]) -> (f32[2,3]) {
              %1: f32[3] = const {1.0, -inf, -0.0} from 3 "ADD"
              %2: f32[1,3] = reshape(%1) shape=[1,3] from 3 "ADD"
              %3: f32[2,3] = expand(%2) shape=[2,3] from 3 "ADD"
              %4: f32[2,3] = add(%0, %3) from 3 "ADD"
              %5: i32[] = read() variable=@count
              %6: i32[] = const {1}
              %7: i32[] = add(%5, %6)
              write(%7) variable=@count
              return %4
            }
            """);
  }

  @Test
  void parsesWhatItPrints() {
    var text = ProgramText.print(counter());
    assertThat(ProgramText.print(ProgramText.parse(text))).isEqualTo(text);
  }

  @Test
  void parsesRandomProgramsBackToEqualOnes() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var random = RandomPrograms.ALL.program(seed);
      Legality.check(random.program());
      var text = ProgramText.print(random.program());
      var parsed = ProgramText.parse(text);
      assertThat(ProgramText.print(parsed)).as("seed " + seed).isEqualTo(text);
      var wanted = new Interpreter().instance(random.program());
      var got = new Interpreter().instance(parsed);
      for (var run : random.runs()) {
        assertThat(got.run(run)).as("seed " + seed).isEqualTo(wanted.run(run));
      }
    }
  }

  @Test
  void randomProgramsHaveEveryPrimitive() {
    Set<Class<?>> met = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      for (var function : Reachable.from(RandomPrograms.ALL.program(seed).program().main())) {
        function.body().forEach(instruction -> met.add(instruction.prim().getClass()));
      }
    }
    var all = new HashSet<Class<?>>();
    records(Prim.class, all);
    assertThat(met).isEqualTo(all);
  }

  private static void records(Class<?> sealed, Set<Class<?>> found) {
    if (sealed.isRecord()) found.add(sealed);
    else Arrays.stream(sealed.getPermittedSubclasses()).forEach(each -> records(each, found));
  }

  @Test
  void tellsFunctionsOfOneNameApart() {
    var b = new ProgramBuilder("main", new Interpreter());
    var x = b.parameter(TensorType.of(DType.I32, 2));
    var y = b.parameter(TensorType.of(DType.I32));
    var twice = b.composite("twice", List.of(x), (p, v) -> p.mul(v.getFirst(), 2));
    var other = b.composite("twice", List.of(y), (p, v) -> p.mul(v.getFirst(), 2));
    var program = new Program(b.build(List.of(twice, other)), List.of());
    var text = ProgramText.print(program);
    assertThat(text).contains("func @twice(", "func @twice#2(", "callee=@twice#2");
    var parsed = ProgramText.parse(text);
    assertThat(ProgramText.print(parsed)).isEqualTo(text);
    assertThat(Reachable.from(parsed.main()).stream().map(Function::name))
        .containsExactly("twice", "twice", "main");
  }

  @Test
  void keepsLiteralsOfEveryTypeToTheBit() {
    var bytes = new byte[48 * 16];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (i * 37 + 200);
    for (var dtype : DType.values()) {
      if (dtype.bits() == 0) continue;
      for (int count : new int[] {0, 1, 3, 48}) {
        var type = TensorType.of(dtype, count);
        var segment = MemorySegment.ofArray(Arrays.copyOf(bytes, (int) type.bytes()));
        var variable = new Variable("state of / \"all\"\n", new Literal(type, segment));
        var b = new ProgramBuilder("a main", new Interpreter());
        var program = new Program(b.build(List.of(b.read(variable))), List.of(variable));
        var parsed = ProgramText.parse(ProgramText.print(program));
        assertThat(parsed.variables()).isEqualTo(program.variables());
        assertThat(parsed.main().name()).isEqualTo("a main");
      }
    }
  }

  @Test
  void abbreviatesConstantsForPeople() {
    var b = new ProgramBuilder("main", new Interpreter());
    var x = b.parameter(TensorType.of(DType.I32, 100));
    var y = b.add(x, b.constant(Literal.of(Shape.of(100), new int[100])));
    var program = new Program(b.build(List.of(y)), List.of());
    assertThat(ProgramText.abbreviate(program)).contains("= const {0, 0, 0, 0, .. 96 more}\n");
    assertThat(ProgramText.print(program)).contains("= const base64 \"AAAA");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|line 1: no function, must be at least one",
        "func @f() -> () {\\n return %x }|line 2: %x is not defined, must be before",
        "func @f(%x: i32[2]) -> (i32[3]) { return %x }"
            + "|line 1: @f returns [i32[2]], must be [i32[3]]",
        "func @f(%x: i33[2]) -> () {|line 1: \"i33\" is no element type",
        "func @f(%x: i32[2]) -> () { %y: i32[2] = frob(%x) return }"
            + "|line 1: \"frob\" is no primitive",
        "func @f(%x: i32[2]) -> () { %y: i32[2] = add(%x) return }"
            + "|line 1: 1 operands, must be 2",
        "func @f(%x: i32[2]) -> () { %y: f32[2] = exp(%x) return }" + "|line 1: exp: EXP of i32[2]",
        "func @f(%x: i32[2]) -> () { %y: i32[3] = neg(%x) return }"
            + "|line 1: results [y] of [i32[3]], must be [i32[2]]",
        "func @f(%x: i32[2]) -> () { %x: i32[2] = neg(%x) return }"
            + "|line 1: %x is defined twice, must be defined once",
        "func @f() -> () { %y: i8[1] = const {128} return }|line 1: \"128\" is no i8",
        "func @f() -> () { %y: i8[2] = const {1} return }|line 1: 1 numbers for i8[2], must be 2",
        "func @f() -> () { %y: i8[] = read() variable=@v return }"
            + "|line 1: variable @v is not declared, must be"
      })
  void refusesWhatIsNoProgramWithItsLine(String text, String message) {
    var program = text == null ? "" : text.replace("\\n", "\n");
    assertThatThrownBy(() -> ProgramText.parse(program))
        .isInstanceOf(ProgramException.class)
        .hasMessage(message);
  }
}
