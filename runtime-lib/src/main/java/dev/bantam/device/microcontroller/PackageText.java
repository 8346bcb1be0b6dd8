package dev.bantam.device.microcontroller;

import dev.bantam.device.Packager.Border;
import dev.bantam.device.Packager.Sizes;
import dev.bantam.kernel.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The files of a package: the model's text, what it needs, and what a reader needs to use it.
 *
 * @param program whose prefix is the name of the package
 */
record PackageText(BareProgram program, List<Border> inputs, List<Border> outputs, Sizes sizes) {
  private static final String ARITHMETIC = "bantam_arithmetic.h";
  private static final String SUPPORT = "bantam_support.c";

  Map<String, String> files() {
    var files = new LinkedHashMap<String, String>();
    files.put("README.md", readme());
    files.put(name() + ".h", header());
    files.put(name() + ".c", source());
    files.put(ARITHMETIC, "#pragma once\n" + program.text().arithmetic());
    files.put(SUPPORT, Resource.text("support.c"));
    files.put("example.c", example());
    return files;
  }

  private String name() {
    return program.prefix();
  }

  private String source() {
    var includes = "#include \"%s\"\n#include \"%s.h\"\n".formatted(ARITHMETIC, name());
    return program.text().text(includes);
  }

  private String header() {
    var text = new StringBuilder("// %s for %s. See README.md.\n".formatted(name(), core()));
    text.append(
        "#pragma once\n#include <stdint.h>\n#if defined(__cplusplus)\nextern \"C\" {\n#endif\n");
    text.append(
        "\n// Bytes, as planned. They are part of the arrays in %s.c already.\n".formatted(name()));
    define(text, "ARENA_BYTES", sizes.arena());
    define(text, "STATE_BYTES", sizes.state());
    define(text, "STACK_BYTES", sizes.stack());
    define(text, "CONSTANT_BYTES", sizes.constants());
    text.append(
        """

        // Puts the state to its beginning. Call it once before the first run, and to start over.
        void %1$s_init(void);

        // Computes the outputs from the inputs and the state. Returns 0; 1 if a loop of the model did not end.
        int %1$s_run(void);
        """
            .formatted(name()));
    for (int i = 0; i < inputs.size(); i++) {
      var slot = program.module().inputs().get(i);
      text.append(
          comment(
              "Input",
              i,
              slot,
              inputs.get(i),
              "Write all of it before each run: the run overwrites it."));
      text.append(program.text().accessor(slot, "input", i)).append(";\n");
    }
    for (int i = 0; i < outputs.size(); i++) {
      var slot = program.module().outputs().get(i);
      text.append(
          comment(
              "Output",
              i,
              slot,
              outputs.get(i),
              "Valid after a run, until inputs are written again."));
      text.append(program.text().accessor(slot, "output", i)).append(";\n");
    }
    text.append(
        "\n// What is kept between runs, %s_STATE_BYTES long: to be saved and put back.\n"
            .formatted(upper()));
    text.append("void *%s_state(void);\n".formatted(name()));
    return text.append("\n#if defined(__cplusplus)\n}\n#endif\n").toString();
  }

  private void define(StringBuilder text, String what, long bytes) {
    text.append("#define %s_%s %d\n".formatted(upper(), what, bytes));
  }

  private static String comment(String kind, int i, Slot slot, Border border, String use) {
    var meaning = border.meaning().isEmpty() ? "" : " " + border.meaning() + ".";
    return "\n// %s %d, \"%s\": %d elements, %s.%s\n// %s\n"
        .formatted(
            kind, i, border.name().replace("\\", "/"), slot.elements(), slot.dtype(), meaning, use);
  }

  private String upper() {
    return name().toUpperCase(Locale.ROOT);
  }

  private String core() {
    return program.core().name();
  }

  private String example() {
    var text =
        new StringBuilder(
            "// Runs the model once, on inputs of zeros.\n#include \"%s.h\"\n".formatted(name()));
    text.append("\nint main(void) {\n  %s_init();\n".formatted(name()));
    for (int i = 0; i < inputs.size(); i++) {
      long elements = program.module().inputs().get(i).elements();
      text.append(
          "  for (int i = 0; i < %d; i++) %s_input_%d()[i] = 0;\n".formatted(elements, name(), i));
    }
    text.append("  if (%s_run() != 0) return 1;\n".formatted(name()));
    if (!outputs.isEmpty())
      text.append(
          "  volatile int first = (int)%s_output_0()[0];\n  (void)first;\n".formatted(name()));
    return text.append("  return 0;\n}\n").toString();
  }

  private String readme() {
    return """
    # %1$s for %2$s

    A neural network as plain C: its kernels, its weights, and nothing else. No library, no heap, no threads.

    ```c
    #include "%1$s.h"

    %1$s_init();
    // write the inputs: %3$s
    if (%1$s_run() == 0) {
      // read the outputs: %4$s
    }
    ```

    Inputs and outputs share memory with the values in between: write all inputs before each run, and read the
    outputs before the next inputs. `%1$s.h` says what their elements stand for.

    ## Memory

    | | bytes |
    |---|---|
    | RAM: arena (values, inputs, outputs) | %5$d |
    | RAM: state between runs | %6$d |
    | RAM: stack of a run, at most | %7$d |
    | flash: weights and tables | %8$d |
    | flash: code, by clang 20 with the line below | %9$d |

    ## Build

    ```sh
    clang --target=%10$s %11$s %12$s -c %1$s.c bantam_support.c
    ```

    `bantam_support.c` holds what a compiler calls where the core has no instruction for it; all of it is weak, so leave
    it out where your toolchain brings its own (compiler-rt, libgcc). Link with `--gc-sections`. The options about wrapping
    integers, aliasing and contraction are part of the language that the text is written in: results are equal, bit for bit,
    to those of every other device only with them.

    | file | |
    |---|---|
    | `%1$s.h` | what you call |
    | `%1$s.c` | kernels, weights, and the memory |
    | `bantam_arithmetic.h` | arithmetic of each element type |
    | `bantam_support.c` | floats and divisions in integer arithmetic |
    | `example.c` | runs it once |
    """
        .formatted(
            name(),
            core(),
            accessors("input", inputs.size()),
            accessors("output", outputs.size()),
            sizes.arena(),
            sizes.state(),
            sizes.stack(),
            sizes.constants(),
            sizes.code(),
            program.core().target().triple(),
            String.join(" ", program.core().target().options()),
            String.join(" ", BareDevice.LANGUAGE));
  }

  private String accessors(String kind, int count) {
    var names = new ArrayList<String>();
    for (int i = 0; i < count; i++) names.add("%s_%s_%d()".formatted(name(), kind, i));
    return String.join(", ", names);
  }
}
