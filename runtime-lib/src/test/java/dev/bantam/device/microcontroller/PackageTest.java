package dev.bantam.device.microcontroller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.device.Packager;
import dev.bantam.device.Packager.Border;
import dev.bantam.device.Packager.SourcePackage;
import dev.bantam.error.BantamException;
import dev.bantam.interp.Interpreter;
import dev.bantam.model.TfliteFile;
import dev.bantam.op.Entry;
import dev.bantam.op.Lowering;
import dev.bantam.op.Operators;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramText;
import dev.bantam.testing.Fixtures;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.Toolchain;
import dev.bantam.type.Literal;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a product is built from: its files, and that they do what the model does. */
class PackageTest {
  private static final String SMALL =
      """
      var @count: i32[] = {5}
      func @main(%0: i8[4]) -> (i32[4]) {
        %1: i32[4] = convert(%0) dtype=i32
        %2: i32[] = read() variable=@count
        %3: i32[1] = reshape(%2) shape=[1]
        %4: i32[4] = expand(%3) shape=[4]
        %5: i32[4] = mul(%1, %4)
        %6: i32[] = const {1}
        %7: i32[] = add(%2, %6)
        write(%7) variable=@count
        return %5
      }
      """;

  private static SourcePackage pack(Core core, Program program, String name) {
    var device = Devices.load().device(core.name(), DeviceOptions.DEFAULT);
    var inputs = Collections.nCopies(program.main().parameters().size(), new Border("x", ""));
    var outputs = Collections.nCopies(program.main().results().size(), new Border("y", "steps"));
    return ((Packager) device).pack(program, name, inputs, outputs);
  }

  @Test
  void saysHowItIsUsed() {
    var files = pack(Core.M4, ProgramText.parse(SMALL), "small").files();
    assertThat(files.keySet())
        .containsExactly(
            "README.md",
            "small.h",
            "small.c",
            "bantam_arithmetic.h",
            "bantam_support.c",
            "example.c");
    assertThat(files.get("small.h"))
        .isEqualTo(
            """
            // small for cortex-m4. See README.md.
            #pragma once
            #include <stdint.h>
            #if defined(__cplusplus)
            extern "C" {
            #endif

            // Bytes, as planned. They are part of the arrays in small.c already.
            #define SMALL_ARENA_BYTES 48
            #define SMALL_STATE_BYTES 16
            #define SMALL_STACK_BYTES 1024
            #define SMALL_CONSTANT_BYTES 0

            // Puts the state to its beginning. Call it once before the first run, and to start over.
            void small_init(void);

            // Computes the outputs from the inputs and the state. Returns 0; 1 if a loop of the model did not end.
            int small_run(void);

            // Input 0, "x": 4 elements, i8.
            // Write all of it before each run: the run overwrites it.
            int8_t *small_input_0(void);

            // Output 0, "y": 4 elements, i32. steps.
            // Valid after a run, until inputs are written again.
            const int32_t *small_output_0(void);

            // What is kept between runs, SMALL_STATE_BYTES long: to be saved and put back.
            void *small_state(void);

            #if defined(__cplusplus)
            }
            #endif
            """);
  }

  @Test
  void refusesANameThatCDoesNotAllow() {
    assertThatThrownBy(() -> pack(Core.M4, ProgramText.parse(SMALL), "2 small"))
        .isInstanceOf(BantamException.class)
        .hasMessage(
            "\"2 small\" is no name for a package, must begin with a letter and have only small letters, digits and _");
  }

  @Test
  void computesWhatTheProgramDoes(@TempDir Path folder) throws Exception {
    for (var core : List.of(Core.M0, Core.M4, Core.M7, Core.M55)) {
      assertBuilds(core, ProgramText.parse(SMALL), "small", folder);
    }
  }

  @Test
  void computesWhatAKeywordModelDoes(@TempDir Path folder) throws Exception {
    var graph = TfliteFile.read(Fixtures.file("models/kws_ref_int8.tflite"));
    var program = new Lowering(Operators.standard(), new Interpreter()).lower(Entry.main(graph));
    assertBuilds(Core.M4, program, "kws", folder);
  }

  /** Builds the files as they lie in a folder, and runs them twice, against the interpreter. */
  private static void assertBuilds(Core core, Program program, String name, Path folder)
      throws IOException {
    assumeTrue(Emulator.isInstalled(), Emulator.PROGRAM + " is not installed");
    var made = pack(core, program, name);
    for (var file : made.files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    var bare = BareProgram.of(core, name, program);
    var options = new ArrayList<>(core.target().options());
    options.add("-I" + folder);
    var architecture = new Architecture(core.target().triple(), options);
    var sources =
        List.of(
            "#include \"%s.c\"".formatted(name),
            "#include \"bantam_support.c\"",
            "#define main example\n#include \"example.c\"",
            "#include \"%s.h\"\n".formatted(name) + BoardText.of(bare));
    var toolchain = Toolchain.clang();
    var image =
        Files.readAllBytes(
            toolchain.program(sources, List.of(), architecture, core.board().linkerScript()));
    var sizes = made.sizes();
    assertThat(ElfSizes.of(image).flash()).isGreaterThanOrEqualTo(sizes.flash());
    var wanted = new Interpreter().instance(program);
    var random = new Random(1);
    try (var executable = new BareExecutable(program, bare, image, toolchain);
        var instance = executable.instance()) {
      for (int run = 0; run < 2; run++) {
        var arguments = new ArrayList<Literal>();
        for (var parameter : program.main().parameters()) {
          var bytes = new byte[Math.toIntExact(parameter.type().bytes())];
          random.nextBytes(bytes);
          arguments.add(new Literal(parameter.type(), MemorySegment.ofArray(bytes)));
        }
        assertThat(instance.run(executable, arguments)).isEqualTo(wanted.run(arguments));
      }
    }
  }
}
