package dev.bantam.device.microcontroller;

import dev.bantam.kernel.Slot;
import java.util.List;

/** The program around a model on an emulated board: {@code board.c} with what it is told. */
final class BoardText {
  private static final String TYPES =
      """
      #include <stdint.h>
      typedef int32_t i32;
      typedef uint32_t u32;
      """;

  private BoardText() {}

  static String of(BareProgram program) {
    var module = program.module();
    var prefix = program.prefix();
    return TYPES
        + program.text().declarations()
        + "#define MODEL_INIT %s_init\n".formatted(prefix)
        + "#define MODEL_RUN %s_run\n".formatted(prefix)
        + "#define MODEL_STATE %s_state\n".formatted(prefix)
        + "#define STATE_BYTES %d\n".formatted(module.variableBytes())
        + Resource.text("board.c")
        + exchange("read_inputs", "get", prefix + "_input", module.inputs())
        + exchange("write_outputs", "put", prefix + "_output", module.outputs());
  }

  private static String exchange(String name, String how, String accessor, List<Slot> slots) {
    var text = new StringBuilder("static int %s(void) {\n".formatted(name));
    for (int i = 0; i < slots.size(); i++) {
      text.append(
          "  if (!%s((void *)%s_%d(), %d)) return 0;\n"
              .formatted(how, accessor, i, slots.get(i).bytes()));
    }
    return text.append("  return 1;\n}\n").toString();
  }
}
