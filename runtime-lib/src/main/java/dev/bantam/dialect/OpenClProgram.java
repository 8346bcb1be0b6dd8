package dev.bantam.dialect;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Module;
import dev.bantam.kernel.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernels of a module as one text of OpenCL C; its steps are walked by the host.
 *
 * @param names of the functions in the text
 * @param groupItems how many work items a group has, for every kernel
 */
public record OpenClProgram(String text, Map<Kernel, String> names, int groupItems) {
  public OpenClProgram {
    names = Map.copyOf(names);
  }

  /**
   * The text of a module.
   *
   * @param doubles whether the driver computes with them
   * @throws BantamException if it does not, and a kernel needs them
   */
  public static OpenClProgram of(Module module, int groupItems, boolean doubles) {
    var launches = new LinkedHashMap<Kernel, Step.Launch>();
    collect(module.steps(), launches);
    var text = new StringBuilder(Prelude.text("types.cl", "prelude.c"));
    text.append(doubles ? Prelude.text("doubles.cl", "doubles.c") : Prelude.text("floats.c"));
    var dialect = new OpenClDialect(groupItems);
    var names = new LinkedHashMap<Kernel, String>();
    launches.forEach(
        (kernel, launch) -> {
          var name = "kernel%d".formatted(names.size());
          var function = dialect.kernel(name, kernel);
          // every name that has to do with doubles says so
          if (!doubles && function.contains("f64")) {
            throw new BantamException(
                ErrorCode.UNSUPPORTED,
                "device opencl: operator %s computes with f64, which this driver does not"
                    .formatted(module.labels().get(launch.label())));
          }
          names.put(kernel, name);
          text.append('\n').append(function);
        });
    return new OpenClProgram(text.toString(), names, groupItems);
  }

  private static void collect(List<Step> steps, Map<Kernel, Step.Launch> launches) {
    for (var step : steps) {
      switch (step) {
        case Step.Launch launch -> {
          if (launch.kernel().extent() > 0) launches.putIfAbsent(launch.kernel(), launch);
        }
        case Step.Loop loop -> collect(loop.body(), launches);
        case Step.While loop -> {
          collect(loop.condition(), launches);
          collect(loop.body(), launches);
        }
        case Step.Case choice -> choice.branches().forEach(branch -> collect(branch, launches));
      }
    }
  }
}
