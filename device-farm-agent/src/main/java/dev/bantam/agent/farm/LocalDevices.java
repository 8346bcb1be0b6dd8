package dev.bantam.agent.farm;

import dev.bantam.agent.benchmark.Host;
import dev.bantam.agent.farm.FarmMessages.OfferedDevice;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.device.host.HostProcessor;
import dev.bantam.device.host.opencl.OpenClProcessor;
import dev.bantam.device.microcontroller.BareDevice;
import dev.bantam.kernel.Target;
import dev.bantam.toolchain.Toolchain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The devices of this machine that a farm can use. */
public final class LocalDevices {
  private LocalDevices() {}

  /** What was found, with what it can do. */
  public static List<OfferedDevice> detect() {
    var found = new ArrayList<OfferedDevice>();
    found.add(cpu(HostProcessor.target(Toolchain.clang())));
    OpenClProcessor.all().stream().findFirst().map(LocalDevices::openCl).ifPresent(found::add);
    if (BareDevice.isEmulated()) BareDevice.NAMES.forEach(name -> found.add(emulated(name)));
    return found;
  }

  private static OfferedDevice cpu(Target best) {
    var capabilities = new LinkedHashMap<String, Object>();
    capabilities.put("processor", Host.processor());
    capabilities.put("system", Host.system());
    capabilities.put("cores", best.cores());
    capabilities.put("instructionSet", best.instructions().slug());
    capabilities.put("dotProduct", best.dot().slug());
    capabilities.put("vectorBytes", best.vectorBytes());
    capabilities.put(
        "cacheBytes",
        List.of(best.caches().first(), best.caches().second(), best.caches().third()));
    return new OfferedDevice("cpu", "cpu", false, capabilities);
  }

  /**
   * The one that the device {@code opencl} takes. A driver that computes on the CPU is no emulator:
   * its times are real, of the processor that its capabilities name.
   */
  private static OfferedDevice openCl(OpenClProcessor processor) {
    var capabilities = new LinkedHashMap<String, Object>();
    capabilities.put("processor", processor.name());
    capabilities.put("processorKind", processor.kind().name().toLowerCase(Locale.ROOT));
    capabilities.put("platform", processor.platform());
    capabilities.put("driver", processor.driver());
    capabilities.put("system", Host.system());
    capabilities.put("units", processor.units());
    capabilities.put("globalBytes", processor.globalBytes());
    capabilities.put("localBytes", processor.localBytes());
    capabilities.put("doubles", processor.features().doubles());
    capabilities.put("halves", processor.features().halves());
    capabilities.put("mostThreads", 1);
    return new OfferedDevice("opencl", "opencl", false, capabilities);
  }

  private static OfferedDevice emulated(String name) {
    var device = Devices.load().device(name, DeviceOptions.DEFAULT);
    Map<String, Object> capabilities =
        Map.of("processor", device.processor().orElse(""), "mostThreads", 1);
    return new OfferedDevice(name, "microcontroller", device.isStandIn(), capabilities);
  }
}
