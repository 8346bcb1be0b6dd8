package dev.bantam.device.microcontroller;

import dev.bantam.device.Device;
import dev.bantam.device.DeviceMemoryException;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Executable;
import dev.bantam.device.Packager;
import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import dev.bantam.kernel.KernelText;
import dev.bantam.prim.Program;
import dev.bantam.schedule.ScheduleText;
import dev.bantam.toolchain.Architecture;
import dev.bantam.toolchain.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A core without an operating system, on an emulated board. */
public final class BareDevice implements Device, Packager {
  /** What the compiler of a product has to be told of the language, as our own is. */
  static final List<String> LANGUAGE =
      List.of(
          "-std=c17",
          "-ffreestanding",
          "-fwrapv",
          "-fno-strict-aliasing",
          "-fno-math-errno",
          "-ffp-contract=off",
          "-ffunction-sections",
          "-fdata-sections");

  /** Every core once. */
  public static final List<String> NAMES =
      Stream.of(Core.M0, Core.M4, Core.M7, Core.M55).map(Core::name).toList();

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private static final int ATTEMPTS = 3;
  private static final String PREFIX = "model";

  private final Core core;
  private final Toolchain toolchain;

  BareDevice(Core core, Toolchain toolchain) {
    this.core = core;
    this.toolchain = toolchain;
  }

  /** Finds a core by its name; one class for each, because that is how services are found. */
  private abstract static class CoreProvider implements Device.Provider {
    private final String name;
    private final Core core;

    CoreProvider(String name, Core core) {
      this.name = name;
      this.core = core;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Device device(DeviceOptions options) {
      return new BareDevice(core, Toolchain.clang());
    }
  }

  /** {@code cortex-m0}. */
  public static final class M0Provider extends CoreProvider {
    public M0Provider() {
      super(Core.M0.name(), Core.M0);
    }
  }

  /** {@code cortex-m4}. */
  public static final class M4Provider extends CoreProvider {
    public M4Provider() {
      super(Core.M4.name(), Core.M4);
    }
  }

  /** {@code cortex-m7}. */
  public static final class M7Provider extends CoreProvider {
    public M7Provider() {
      super(Core.M7.name(), Core.M7);
    }
  }

  /** {@code cortex-m55}. */
  public static final class M55Provider extends CoreProvider {
    public M55Provider() {
      super(Core.M55.name(), Core.M55);
    }
  }

  /** {@code cortex-m}: the one that most boards have. */
  public static final class UsualProvider extends CoreProvider {
    public UsualProvider() {
      super("cortex-m", Core.M4);
    }
  }

  @Override
  public String name() {
    return core.name();
  }

  @Override
  public Optional<String> processor() {
    return Optional.of(
        "%s, on the emulated board %s".formatted(core.name(), core.board().machine()));
  }

  @Override
  public boolean isStandIn() {
    return true;
  }

  @Override
  public boolean hasTime() {
    return false;
  }

  /** Whether this machine has what emulates boards. */
  public static boolean isEmulated() {
    return Emulator.isInstalled();
  }

  @Override
  public Executable compile(Program program) {
    return linked(program, PREFIX);
  }

  @Override
  public SourcePackage pack(
      Program program, String name, List<Border> inputs, List<Border> outputs) {
    if (!NAME.matcher(name).matches()) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST,
          "\"%s\" is no name for a package, must begin with a letter and have only small letters, digits and _"
              .formatted(name));
    }
    var bare = scheduled(program, name);
    var sizes =
        new Sizes(
            bare.module().arenaBytes(),
            bare.module().variableBytes(),
            bare.stackBytes(),
            bare.constantBytes(),
            code(bare));
    return new SourcePackage(new PackageText(bare, inputs, outputs, sizes).files(), sizes);
  }

  /** The machine code of a program alone, by linking it without a board. */
  private long code(BareProgram bare) {
    var script =
        """
        ENTRY(%1$s_run)
        EXTERN(%1$s_init)
        SECTIONS {
          .text : { *(.text*) *(.rodata*) }
          /DISCARD/ : { *(.ARM.exidx*) }
          .data : { *(.data*) }
          .bss (NOLOAD) : { *(.bss*) }
        }
        """
            .formatted(bare.prefix());
    return ElfSizes.of(built(List.of(text(bare)), script)).flash() - bare.constantBytes();
  }

  private BareExecutable linked(Program program, String prefix) {
    var bare = scheduled(program, prefix);
    var image = built(List.of(text(bare), BoardText.of(bare)), core.board().linkerScript());
    requireFits("flash", ElfSizes.of(image).flash(), core.board().romBytes());
    return new BareExecutable(program, bare, image, toolchain);
  }

  private BareProgram scheduled(Program program, String prefix) {
    var bare = BareProgram.of(core, prefix, program);
    requireFits("RAM", bare.staticBytes() + bare.stackBytes(), core.board().ramBytes());
    requireFits("flash", bare.constantBytes(), core.board().romBytes());
    return bare;
  }

  private void requireFits(String memory, long needed, long most) {
    if (needed > most) throw new DeviceMemoryException(core.name() + ", " + memory, needed, most);
  }

  private static String text(BareProgram bare) {
    return bare.text().text(bare.text().arithmetic());
  }

  private byte[] built(List<String> sources, String linkerScript) {
    var common = List.of(Resource.text("support.c"));
    var architecture = new Architecture(core.target().triple(), core.target().options());
    for (int attempt = 1; ; attempt++) {
      var file = toolchain.program(sources, common, architecture, linkerScript);
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        // deleted under our hands: made again
        if (attempt == ATTEMPTS) throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public String text(Program program, Stage stage) {
    var bare = BareProgram.of(core, PREFIX, program);
    return switch (stage) {
      case SCHEDULE -> ScheduleText.print(bare.schedule());
      case KERNEL -> KernelText.print(bare.module());
      case SOURCE -> text(bare);
    };
  }
}
