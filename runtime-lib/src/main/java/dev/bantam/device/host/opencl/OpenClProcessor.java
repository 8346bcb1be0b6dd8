package dev.bantam.device.host.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Caches;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.kernel.Target.Instructions;
import dev.bantam.kernel.Target.WorkGroups;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A processor that a driver offers, described by what the driver says that it can do.
 *
 * @param handle the driver's own
 * @param kind what it is
 * @param name for people
 * @param platform who made the driver
 * @param driver all versions that its results depend on
 * @param units that work at the same time
 * @param groupItems of a work group, as we use it
 * @param localBytes that the items of a group share
 * @param globalBytes all memory
 * @param bufferBytes most memory of one buffer
 * @param floatLanes floats that it likes to take together
 * @param features of arithmetic
 */
public record OpenClProcessor(
    MemorySegment handle,
    Kind kind,
    String name,
    String platform,
    String driver,
    int units,
    int groupItems,
    long localBytes,
    long globalBytes,
    long bufferBytes,
    int floatLanes,
    Features features) {
  private static final int NAME = 0x102B;
  private static final int DRIVER_VERSION = 0x102D;
  private static final int VERSION = 0x102F;
  private static final int EXTENSIONS = 0x1030;
  private static final int TYPE = 0x1000;
  private static final int COMPUTE_UNITS = 0x1002;
  private static final int WORK_GROUP_SIZE = 0x1004;
  private static final int PREFERRED_FLOATS = 0x100A;
  private static final int MOST_ALLOCATION = 0x1010;
  private static final int FLOAT_CONFIG = 0x101B;
  private static final int CACHE_BYTES = 0x101E;
  private static final int GLOBAL_BYTES = 0x101F;
  private static final int LOCAL_BYTES = 0x1023;
  private static final int PLATFORM_NAME = 0x0902;
  private static final int PLATFORM_VERSION = 0x0901;

  private static final long ALL_TYPES = 0xFFFFFFFFL;
  private static final long CORRECTLY_ROUNDED = 1 << 7;

  /** Items of a group: a few times what any processor runs in step. */
  private static final int ITEMS = 64;

  private static final int MOST_FOUND = 64;

  /** What a processor is; the first is what a program runs on if there are several. */
  public enum Kind {
    GPU(1 << 2),
    ACCELERATOR(1 << 3),
    /** The processor that this program runs on too: a stand-in for one of its own. */
    CPU(1 << 1);

    private final long bit;

    Kind(long bit) {
      this.bit = bit;
    }

    static Kind of(long type) {
      for (var kind : values()) if ((type & kind.bit) != 0) return kind;
      return ACCELERATOR;
    }
  }

  /**
   * What not every driver has.
   *
   * @param doubles arithmetic on 64-bit floats
   * @param halves arithmetic on 16-bit floats
   * @param exactDivision division and square root of floats can be asked to round right
   * @param cacheBytes of the cache of its memory
   */
  public record Features(boolean doubles, boolean halves, boolean exactDivision, long cacheBytes) {}

  /** All that the drivers of this machine offer, the best kind first; none without a driver. */
  public static List<OpenClProcessor> all() {
    if (!OpenClCall.isThere()) return List.of();
    var found = new ArrayList<OpenClProcessor>();
    for (var platform : handles(OpenClCall.GET_PLATFORMS)) {
      for (var device : handles(OpenClCall.GET_DEVICES, platform, ALL_TYPES)) {
        found.add(of(platform, device));
      }
    }
    found.sort(Comparator.comparing(OpenClProcessor::kind));
    return found;
  }

  /** What code is generated for. */
  public Target target() {
    var plain =
        new Target(
            "opencl",
            List.of(),
            Instructions.PLAIN,
            Math.clamp(Integer.highestOneBit(floatLanes) * 4, 16, 64),
            64,
            false,
            DotProduct.NONE,
            new Caches(localBytes, features.cacheBytes, 0),
            units);
    return plain.withGroups(new WorkGroups(groupItems, localBytes));
  }

  /** The same processor as a driver with other features would offer it. */
  public OpenClProcessor with(Features others) {
    return new OpenClProcessor(
        handle,
        kind,
        name,
        platform,
        driver,
        units,
        groupItems,
        localBytes,
        globalBytes,
        bufferBytes,
        floatLanes,
        others);
  }

  /** Which it is, and by whose driver. */
  public String description() {
    return "%s, by %s".formatted(name, platform);
  }

  /** Whether figures of it say nothing of a processor of its kind, but of this machine's own. */
  public boolean isStandIn() {
    return kind == Kind.CPU;
  }

  private static OpenClProcessor of(MemorySegment platform, MemorySegment device) {
    var extensions = List.of(text(OpenClCall.DEVICE_INFO, device, EXTENSIONS).split(" "));
    long floats = number(device, FLOAT_CONFIG);
    return new OpenClProcessor(
        device,
        Kind.of(number(device, TYPE)),
        text(OpenClCall.DEVICE_INFO, device, NAME),
        text(OpenClCall.PLATFORM_INFO, platform, PLATFORM_NAME),
        String.join(
            ", ",
            text(OpenClCall.DEVICE_INFO, device, DRIVER_VERSION),
            text(OpenClCall.DEVICE_INFO, device, VERSION),
            text(OpenClCall.PLATFORM_INFO, platform, PLATFORM_VERSION)),
        (int) number(device, COMPUTE_UNITS),
        (int) Math.min(ITEMS, number(device, WORK_GROUP_SIZE)),
        number(device, LOCAL_BYTES),
        number(device, GLOBAL_BYTES),
        number(device, MOST_ALLOCATION),
        (int) number(device, PREFERRED_FLOATS),
        new Features(
            extensions.contains("cl_khr_fp64"),
            extensions.contains("cl_khr_fp16"),
            (floats & CORRECTLY_ROUNDED) != 0,
            number(device, CACHE_BYTES)));
  }

  /** What a function lists, behind some arguments; nothing if it fails for want of any. */
  private static List<MemorySegment> handles(OpenClCall list, Object... of) {
    try (var arena = Arena.ofConfined()) {
      var found = arena.allocate(ADDRESS, MOST_FOUND);
      var count = arena.allocate(JAVA_INT);
      var arguments = new ArrayList<Object>(List.of(of));
      arguments.addAll(List.of(MOST_FOUND, found, count));
      if (list.status(arguments.toArray()) != 0) return List.of();
      var handles = new ArrayList<MemorySegment>();
      int most = Math.min(count.get(JAVA_INT, 0), MOST_FOUND);
      for (int i = 0; i < most; i++) handles.add(found.getAtIndex(ADDRESS, i));
      return handles;
    }
  }

  private static String text(OpenClCall info, MemorySegment of, int what) {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(JAVA_LONG);
      info.call(of, what, 0L, MemorySegment.NULL, size);
      long bytes = size.get(JAVA_LONG, 0);
      var text = arena.allocate(bytes + 1);
      info.call(of, what, bytes, text, MemorySegment.NULL);
      return text.getString(0, StandardCharsets.UTF_8).strip();
    }
  }

  /** A number of 32 or 64 bits. */
  private static long number(MemorySegment device, int what) {
    try (var arena = Arena.ofConfined()) {
      var number = arena.allocate(JAVA_LONG);
      OpenClCall.DEVICE_INFO.call(device, what, 8L, number, MemorySegment.NULL);
      return number.get(JAVA_LONG, 0);
    }
  }
}
